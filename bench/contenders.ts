import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { operator } from '../protocol/operator.ts';
import { aRelay, type RunningRelay } from '../test/harness/aRelay.ts';
import { withoutLimits } from '../test/harness/withoutLimits.ts';
import { type OpenSeat, overSocketIo } from './seats.ts';

/** Something that takes deliveries: where to post them, where desks connect, how to end it. */
export type Contender = {
  readonly hook: string;
  readonly address: string;
  /** Its process, for memory and processor time. */
  readonly pid: number;
  /** A token for one more desk of a site; references want none and have one site. */
  readonly token: (site?: string) => Promise<string>;
  /** Where the calls of another site are delivered. */
  readonly hookOf: (site: string) => Promise<string>;
  readonly open: OpenSeat;
  /** The statuses with which it takes a delivery. */
  readonly taken: readonly number[];
  /** The same after a restart, so that making a thousand desks in a minute does not count as holding them. References make none. */
  readonly rested?: () => Promise<Contender>;
  readonly stop: () => Promise<void>;
};

/** `env` and `building`: more settings, and the number of the vendor's building whose list it reads. */
export async function vestibule({
  env = {},
  building = null,
  main,
}: {
  readonly env?: Readonly<Record<string, string>>;
  readonly building?: number | null;
  /** Another version's `server/main.ts`. */
  readonly main?: string;
} = {}): Promise<Contender> {
  const relay = await aRelay({
    env: { ...withoutLimits, VESTIBULE_LOG_LEVEL: 'error', ...env },
    ...(main === undefined ? {} : { main }),
  });
  const { url } = await relay.hook();
  if (building !== null)
    await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { buildingId: building } });
  return around(relay, url);
}

function around(relay: RunningRelay, url: string): Contender {
  return {
    hook: url,
    address: relay.address,
    pid: relay.pid,
    token: async (site = 'demo') => (await relay.desk({ sites: [site] })).token,
    hookOf: async (site) => (await relay.hook(site)).url,
    open: overSocketIo,
    taken: [200],
    rested: async () => {
      await relay.stop();
      return around(await relay.again(), url);
    },
    stop: async () => {
      await relay.stop();
      rmSync(relay.dataDir, { recursive: true, force: true });
    },
  };
}

export async function reference(name: 'bareSocketIo' | 'oneCommitEach' | 'groupCommitAlone'): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-bench-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'references', `${name}.ts`), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  return {
    hook: `${address}/hooks/any`,
    address,
    pid: child.pid ?? 0,
    token: async () => 'any',
    hookOf: async () => `${address}/hooks/any`,
    open: overSocketIo,
    taken: [200],
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
