import { type DestinationStream, type Logger, pino } from 'pino';
import type { Clock } from './clock.ts';
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

/** Standard output, written beside the main thread: a slow reader of the log, or a dead disk under it, holds up nothing. */
export const openOutput = () => pino.destination({ dest: 1, sync: false });

/** One JSON line each: error, we gave up; warn, we are retrying; info, one line per change of a ring's phase. */
export const makeLog = (level: Config['logLevel'], output: DestinationStream = openOutput()): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secrets.flatMap((field) => [field, `*.${field}`]), remove: true },
      serializers: {
        err: (error: unknown) =>
          error instanceof Error ? { type: error.name, stack: error.stack } : { type: 'unknown' },
      },
    },
    output,
  );

/** So long a process that ends waits for its last line, in milliseconds: who reads the log may have stalled too. */
const lastLineMs = 1_000;

/** Ends a process that has just logged why, once that line is written: a kill at once takes it along. */
export function afterLastLine(
  output: ReturnType<typeof openOutput>,
  clock: Pick<Clock, 'after'>,
  end: () => void,
): void {
  clock.after(lastLineMs, end);
  output.once('drain', end);
}
