import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { programFile } from '../../program.ts';
import { type Call, errorOf, type FromThread, packed, type Reply, type ThreadData, type ToThread } from './messages.ts';

/** One store thread, as its relay asks it. */
export type AskedThread = {
  /** Asks one function of one store. What is asked in one turn of the event loop goes over together. */
  readonly ask: (store: string, method: string, args: readonly unknown[]) => Promise<unknown>;
  /** The number of the question that has waited longest; null when none waits. */
  readonly oldest: () => number | null;
  readonly drained: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type ThreadEvents = {
  readonly told: (
    message: Exclude<FromThread, { readonly kind: 'replies' | 'opened' | 'not-opened' | 'closed' }>,
  ) => void;
};

/** `opened` rejects with what the disk said. A reader opens when it is first asked, and tells nothing. */
export type StartedThread = {
  readonly thread: AskedThread;
  readonly opened: Promise<{ readonly readWhole: boolean; readonly asideName: string | null }>;
};

/** A thread that only passes rows on needs little room for what is young; by itself it would take 50 MB. */
const youngMb = 2;

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

export function startThread(data: ThreadData, clock: Pick<Clock, 'moment'>, { told }: ThreadEvents): StartedThread {
  const worker = new Worker(programFile('./storeThread', import.meta.url), {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  });
  const post = (message: ToThread) => worker.postMessage(message);
  const waiting = new Map<number, Waiting>();
  const idle: (() => void)[] = [];
  let closed: () => void = () => {};
  let unsent: Call[] = [];
  let last = 0;

  function ask(store: string, method: string, args: readonly unknown[]): Promise<unknown> {
    const id = ++last;
    if (unsent.length === 0) setImmediate(send);
    unsent.push({ id, store, method, args: packed(store, args), ...clock.moment() });
    return new Promise((resolve, reject) => void waiting.set(id, { resolve, reject }));
  }
  function send(): void {
    const calls = unsent;
    unsent = [];
    post({ kind: 'calls', calls });
  }
  function settle(reply: Reply): void {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) asked?.resolve(reply.value);
    else asked?.reject(errorOf(reply.error));
  }
  function allSettled(): void {
    if (waiting.size === 0) for (const resolve of idle.splice(0)) resolve();
  }
  /** A thread that dies answers nobody any more. */
  function fail(error: unknown): void {
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
    allSettled();
    closed();
  }

  const thread: AskedThread = {
    ask,
    oldest: () => waiting.keys().next().value ?? null,
    drained: () => (waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => void idle.push(resolve))),
    close: () =>
      new Promise((resolve) => {
        closed = resolve;
        post({ kind: 'close' });
      }),
  };
  const opened: StartedThread['opened'] = new Promise((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      switch (message.kind) {
        case 'opened':
          return resolve({ readWhole: message.readWhole, asideName: message.asideName });
        case 'not-opened':
          return reject(errorOf(message.error));
        case 'replies':
          message.replies.forEach(settle);
          return allSettled();
        case 'closed':
          return closed();
        case 'health':
        case 'damaged-row':
          return told(message);
      }
    });
    worker.once('error', (error) => {
      reject(error);
      fail(error);
    });
    worker.once('exit', () => fail(new Error('The thread of the journal has ended.')));
  });
  opened.catch(() => {});
  return { thread, opened };
}
