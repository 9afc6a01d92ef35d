export type LogLine = Readonly<{ level: string; fields: object; sentence: string }>;

/** A logger that keeps its lines, in the shape of pino. */
export const createRecordingLog = () => {
  const lines: LogLine[] = [];
  const at = (level: string) => (fields: object, sentence: string) => {
    lines.push({ level, fields, sentence });
  };
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
};
