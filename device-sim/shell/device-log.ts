/** The part of a pino logger that loudspeakers need. */
export type DeviceLog = Readonly<{
  info: (fields: object, sentence: string) => void;
  warn: (fields: object, sentence: string) => void;
}>;
