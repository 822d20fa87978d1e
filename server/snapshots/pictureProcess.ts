import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { programFile } from '../program.ts';
import { type NoPicture, noPicture } from './noPicture.ts';
import type { OwnPicture, Reading } from './reencode.ts';

/** What became of one picture. */
export type Decoded = ({ readonly kind: 'picture' } & OwnPicture) | ({ readonly kind: 'none' } & NoPicture);

/** One process that decodes, one picture at a time. */
export type PictureProcess = {
  /** Never rejects. A process that takes too long, too much memory, or dies, is not alive afterwards. */
  readonly decode: (bytes: Uint8Array, how: Reading) => Promise<Decoded>;
  readonly isAlive: () => boolean;
  readonly end: () => void;
};

/** What a decoding process may use: milliseconds until it has started and for a picture, and kilobytes of memory. */
export const allowed = { startMs: 10_000, pictureMs: 5_000, memoryKb: 256 * 1024, lookEveryMs: 20 } as const;

/** What comes out of it is a stranger's word too. */
const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('picture'),
    jpeg: z.instanceof(Uint8Array).refine((jpeg) => jpeg.byteLength < 4_000_000),
    torn: z.boolean(),
  }),
  z.object({
    kind: z.literal('none'),
    because: z.enum(['no-picture', 'too-many-pixels', 'form-refused']),
    detail: z.string().max(80).nullable(),
  }),
]);
type Answer = z.infer<typeof Answer>;

type ProcessParts = { readonly clock: Clock; readonly file?: string };

/** Starts one; `file` is another program only in tests. It inherits no environment, and neither it nor its channel keeps the relay alive. */
export function startPictureProcess({
  clock,
  file = programFile('./decodeInChild', import.meta.url),
}: ProcessParts): PictureProcess {
  const child = fork(file, {
    env: { UV_THREADPOOL_SIZE: '1' },
    execArgv: ['--max-old-space-size=64'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  let alive = true;
  let settle: (answer: Answer | NoPicture) => void = () => {};
  child.on('message', (message: unknown) => {
    const answer = Answer.safeParse(message);
    if (answer.success) settle(answer.data);
    else die(strangeAnswer);
  });
  child.once('exit', (code, signal) => die(noPicture('not-decoded', `it ended with ${signal ?? code}`)));
  child.once('error', () => die(noPicture('not-decoded', 'it did not start')));
  const ready = next(allowed.startMs, noPicture('not-decoded', 'it did not start in time'));
  void ready.then(() => standBack(child.pid));

  function die(because: NoPicture): void {
    alive = false;
    settle(because);
    child.kill('SIGKILL');
  }

  /** The next word of the process, or why none comes within the time. */
  function next(withinMs: number, otherwise: NoPicture): Promise<Answer | NoPicture> {
    return new Promise((tell) => {
      const cancel = clock.after(withinMs, () => die(otherwise));
      settle = (answer) => {
        cancel();
        tell(answer);
      };
    });
  }

  function watchMemory(): () => void {
    let cancel = () => {};
    const look = () => {
      if (residentKb(child.pid) > allowed.memoryKb) die(noPicture('too-costly', 'memory'));
      else cancel = clock.after(allowed.lookEveryMs, look);
    };
    look();
    return () => cancel();
  }

  async function decode(bytes: Uint8Array, how: Reading): Promise<Decoded> {
    const first = await ready;
    if (!('kind' in first)) return { kind: 'none', ...first };
    if (!alive) return { kind: 'none', ...noPicture('not-decoded', 'it ended before') };
    const answer = next(allowed.pictureMs, noPicture('too-costly', `${allowed.pictureMs / 1_000} s`));
    const stopWatching = watchMemory();
    child.send({ bytes, how }, (error) => error && die(noPicture('not-decoded', 'it does not listen')));
    const told = await answer;
    stopWatching();
    if ('kind' in told && told.kind !== 'ready') return told;
    return { kind: 'none', ...('kind' in told ? strangeAnswer : told) };
  }

  return { decode, isAlive: () => alive, end: () => die(noPicture('not-decoded', 'the relay stops')) };
}

const strangeAnswer = noPicture('not-decoded', 'a strange answer');

/** Rings come first, and where memory runs out the system ends this process and not the relay. */
function standBack(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
    writeFileSync(`/proc/${pid}/oom_score_adj`, '1000');
  } catch {
    // It has ended already, or the system allows no such thing.
  }
}

/** Memory that a process holds, in kilobytes; 0 where only its limits of size and time can be trusted, for no `/proc` tells. */
function residentKb(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
