/** Ten thousand false calls on a leaked key: what a real visitor, the desk's line, the relay's memory and its disk have of it. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { awaitRing, place, type RealCall } from './besideThief.ts';
import { ms, type Scale } from './scenario.ts';
import { aThievedBuilding, type Key, type Setting } from './thievedBuilding.ts';
import { aThinLine } from './thinLine.ts';
import { aTrickedDesk } from './trickedDesk.ts';
import { aVendor } from './vendor.ts';

export type Flood = { readonly saw: string; readonly broken: readonly string[] };

/** Where somebody can confirm calls, and where nobody can. */
export const floods: readonly Setting[] = ['called account', 'no account'];

/** A small flood tells its figures and holds nobody to them: a busy machine's are its own. */
const sizes = {
  small: { calls: 1_500, overMs: 5_000, visitEveryMs: 1_000, mostMs: 15_000 },
  full: { calls: 10_000, overMs: 30_000, visitEveryMs: 1_500, mostMs: 3_000 },
} as const;
const most = { residentMb: 400, journalMb: 50 };
const lineBits = 4_000_000;
const tickMs = 50;

export async function flooded(setting: Setting, scale: Scale): Promise<Flood> {
  const size = sizes[scale];
  const building = await aThievedBuilding(setting);
  const { relay, token, hooks } = building;
  const line = await aThinLine(relay.address, lineBits);
  const desk = await aTrickedDesk(line.address, { token }, { spares: () => true, hands: 0 });
  const vendor = aVendor(hooks.leaked, 32);
  const journalBefore = megabytesIn(relay.dataDir);
  const answers: number[] = [];
  const posts: Promise<void>[] = [];
  const visits: Promise<RealCall>[] = [];
  let resident = 0;
  const began = performance.now();
  const visitAt = (turn: number) => 500 + turn * size.visitEveryMs;
  for (let at = 0; at < size.overMs; at = performance.now() - began) {
    const due = Math.min(size.calls, Math.ceil((size.calls * (at + tickMs)) / size.overMs));
    while (posts.length < due)
      posts.push(vendor.post(aFalseCall(posts.length)).then((answer) => void answers.push(answer?.code ?? 0)));
    if (at >= visitAt(visits.length)) {
      const key: Key = visits.length % 2 === 0 ? 'good' : 'leaked';
      visits.push(
        place(building, key, { panel: 40_217 }).then((call) =>
          awaitRing(call, building, { desk, mostMs: size.mostMs }),
        ),
      );
    }
    resident = Math.max(resident, residentMb(relay.pid));
    await wait(tickMs);
  }
  const [calls] = await Promise.all([Promise.all(visits), Promise.all(posts)]);
  const tookMs = performance.now() - began;
  resident = Math.max(resident, residentMb(relay.pid));
  const journal = megabytesIn(relay.dataDir) - journalBefore;
  const isConnected = desk.isConnected();
  await desk.close();
  line.close();
  await vendor.close();
  await building.end();

  const silent = calls.filter(({ rangAfterMs }) => rangAfterMs === null);
  const refused = answers.filter((code) => code !== 200).length;
  const broken = [
    ...silent.map(({ key, number }) => `a real call (${key} key, id:${number}) did not ring within ${ms(size.mostMs)}`),
    ...(refused > 0 ? [`${refused} deliveries of the flood were not answered 200`] : []),
    ...(isConnected ? [] : ['the desk lost its link']),
    ...(scale === 'full' && resident > most.residentMb ? [`the relay grew to ${resident.toFixed(0)} MB`] : []),
    ...(scale === 'full' && journal > most.journalMb ? [`its folder grew by ${journal.toFixed(0)} MB`] : []),
  ];
  const slowest = (key: Key) =>
    ms(Math.max(...calls.filter((call) => call.key === key).map(({ rangAfterMs }) => rangAfterMs ?? size.mostMs)));
  return {
    saw: `${setting}: ${answers.length} false calls in ${ms(tookMs)}, ${calls.length} real ones rang behind 4 Mbit/s after at most ${slowest('good')} (good key) and ${slowest('leaked')} (leaked), relay ${resident.toFixed(0)} MB, folder ${journal.toFixed(0)} MB more`,
    broken: broken.map((word) => `flood, ${setting}: ${word}`),
  };
}

/** For the front desk, at the panel of the real ones or at one of a hundred that do not exist. */
function aFalseCall(count: number): string {
  const panel = count % 2 === 0 ? { id: 40_217, name: 'Front entrance' } : { id: 50_000 + (count % 100), name: 'Gate' };
  const user = { id: 5_100_230, first_name: 'Front', last_name: 'desk' };
  const unit = { id: 2_203_340, label: 'Front desk' };
  return JSON.stringify({ guid: randomUUID(), user, unit, panel, source: panel, provider: 'simulator' });
}

const residentMb = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

const megabytesIn = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, { parentPath, name }) => sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    ) / 1_000_000;
