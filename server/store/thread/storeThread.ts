/** A store's thread: opens the file, then answers what it is asked, in order. A disk that stalls stops this thread alone. */
import '../../compileCache.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { type Clock, type Moment, systemClock } from '../../clock.ts';
import type { Health } from '../database.ts';
import { journalPath, type OpenFile, openDatabase, openForReading } from '../sqlite/openDatabase.ts';
import { storesOfFile } from '../sqlite/openHere.ts';
import { type Call, type FromThread, type Reply, type ToThread, textOf, unpacked } from './messages.ts';

const Data = z.object({ role: z.enum(['writer', 'reader']), dataDir: z.string(), boot: z.string() });

const port = parentPort;
if (port === null) throw new Error('A store thread is started by a relay.');
const tell = (message: FromThread) => port.postMessage(message);
const { role, dataDir, boot } = Data.parse(workerData);

/** The time of whoever asked last; stores read it before they wait for anything. */
let asked: Moment = systemClock.moment();
const clock: Clock = { moment: () => asked, boot, after: systemClock.after };

const told = (health: Health) => tell({ kind: 'health', error: health.canWrite ? null : textOf(health.error) });
const reportDamaged = (error: unknown) => tell({ kind: 'damaged-row', error: textOf(error) });
const open = async () =>
  role === 'writer'
    ? await openDatabase(dataDir, () => systemClock.moment().wall)
    : { database: openForReading(dataDir), path: journalPath(dataDir), readWhole: true, asideName: null };

type Served = { readonly file: OpenFile } & ReturnType<typeof storesOfFile>;
let served: Served | null = null;

/** The reader opens the file when it is first asked: by then the writer has made it. */
async function serve(): Promise<Served> {
  const file = await open();
  return { file, ...storesOfFile(file, { clock, told, reportDamaged }) };
}

if (role === 'writer') {
  try {
    served = await serve();
    tell({ kind: 'opened', readWhole: served.file.readWhole, asideName: served.file.asideName });
  } catch (error) {
    tell({ kind: 'not-opened', error: textOf(error) });
    port.close();
  }
}

let replies: Reply[] = [];
function reply(one: Reply): void {
  if (replies.length === 0) queueMicrotask(flush);
  replies.push(one);
}
function flush(): void {
  const due = replies;
  replies = [];
  tell({ kind: 'replies', replies: due });
}

function answer({ stores }: Served, { id, store, method, args, wall, mono }: Call): void {
  asked = { wall, mono };
  perform(stores, store, method, unpacked(args)).then(
    (value) => reply({ id, ok: true, value }),
    (error: unknown) => reply({ id, ok: false, error: textOf(error) }),
  );
}

async function answerAll(calls: readonly Call[]): Promise<void> {
  try {
    served ??= await serve();
    for (const call of calls) answer(served, call);
  } catch (error) {
    for (const { id } of calls) reply({ id, ok: false, error: textOf(error) });
  }
}

async function close(): Promise<void> {
  await served?.database.drained();
  served?.file.database.close();
  tell({ kind: 'closed' });
  port?.close();
}

port.on('message', (message: ToThread) => void (message.kind === 'calls' ? answerAll(message.calls) : close()));

async function perform(stores: object, store: string, method: string, args: readonly unknown[]): Promise<unknown> {
  const of: unknown = Reflect.get(stores, store);
  const work: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, method) : undefined;
  if (typeof work !== 'function') throw new TypeError(`There is no ${store}.${method}.`);
  return Reflect.apply(work, of, args);
}
