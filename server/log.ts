import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;
/** One level of it, for whoever writes at no other. */
export type Write = (fields: object, words: string) => void;

/** What may carry a person or a secret; such a field is dropped, whatever line it is put on by mistake. */
const secrets = [
  'token',
  'key',
  'authorization',
  'code',
  'name',
  'email',
  'resident',
  'imageUrl',
  'url',
  'body',
  'raw',
];

/** One JSON line each on standard output: error, we gave up; warn, we are retrying; info, one line per change of a ring's phase. */
export const makeLog = (level: Config['logLevel']): Log =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((field) => [field, `*.${field}`]), remove: true },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error ? { type: error.name, stack: error.stack } : { type: 'unknown' },
    },
  });
