import pino from 'pino';
import type { Log } from '../app/ports/runtime.ts';

/** Names under which a secret could slip into a log line. */
const secrets = ['password', 'secret', 'claimCode', 'token', 'd', 'cookie'];

/** Structured logs on standard error, one JSON object a line. */
export const createLog = (level: string): Log => {
  const logger = pino(
    {
      level,
      base: null,
      redact: secrets.flatMap((name) => [name, `*.${name}`]),
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  );
  return wrap(logger);
};

const wrap = (logger: pino.Logger): Log => ({
  debug: (fields, message) => logger.debug(fields, message),
  info: (fields, message) => logger.info(fields, message),
  warn: (fields, message) => logger.warn(fields, message),
  error: (fields, message) => logger.error(fields, message),
  child: (fields) => wrap(logger.child(fields)),
});
