/** Presses of doors, while the vendor answers anything and the relay dies. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { CallId, DoorId, PressId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { DoorReply } from '../../protocol/replies.ts';
import { aDesk, type ConnectedDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';
import { auditOf, endedByEcho } from './doorAudit.ts';
import { type Talk, talk } from './doorTalks.ts';
import { aDoorVendor, type DoorVendor } from './doorVendor.ts';
import { eachOf, type Outcome, random, type Scale, type Scenario } from './scenario.ts';
import { aVendor, type Vendor } from './vendor.ts';

type Size = { readonly doors: number; readonly calls: number; readonly rounds: number };
const sizes: Readonly<Record<Scale, Size>> = {
  small: { doors: 8, calls: 8, rounds: 2 },
  full: { doors: 120, calls: 60, rounds: 36 },
};
const coolDownMs = 3_100;
const windowMs = 20_000;
const desks = 4;
const firstPoint = 50_000;
const firstPanel = 70_000;

/** One press as a desk makes it; `key` is what the vendor counts it by, `isAlone` when no other press is made of that key. */
type Made = {
  readonly pressId: PressId;
  readonly desk: number;
  readonly asked: { readonly doorId: DoorId } | { readonly callId: CallId };
  readonly key: string;
  readonly isAlone: boolean;
};
type Round = {
  readonly relay: RunningRelay;
  readonly tokens: readonly string[];
  readonly vendor: DoorVendor;
  readonly hook: Vendor;
  readonly size: Size;
  /** Every talk of the run. */
  readonly talked: Map<CallId, Talk>;
  readonly broken: string[];
};

async function doorPresses(scale: Scale): Promise<Outcome> {
  const size = sizes[scale];
  const hooks: Vendor[] = [];
  const vendor = await aDoorVendor(async (guid, status) => hooks[0]?.post(JSON.stringify({ call: { guid }, status })));
  const env = {
    VESTIBULE_LOG_LEVEL: 'warn',
    VESTIBULE_RING_SECONDS: String(windowMs / 1_000),
    VESTIBULE_BUTTERFLYMX_API_URL: vendor.address,
    VESTIBULE_BUTTERFLYMX_TOKEN: 'a-token-of-the-test',
  };
  let relay = await aRelay({ env });
  const hook = aVendor((await relay.hook()).url);
  hooks.push(hook);
  await mapDoors(relay, size);
  const tokens = await Promise.all(Array.from({ length: desks }, async () => (await relay.desk()).token));
  const broken: string[] = [];
  const talked = new Map<CallId, Talk>();
  let presses = 0;
  let kills = 0;
  for (let round = 0; round < size.rounds; round++) {
    const isKilled = round % 2 === 1;
    const done = await oneRound({ relay, tokens, vendor, hook, size, talked, broken }, isKilled);
    relay = done.relay;
    presses += done.presses;
    kills += isKilled ? 1 : 0;
    await wait(coolDownMs);
  }
  await relay.stop();
  const { rows, faults } = auditOf(relay.dataDir, vendor);
  broken.push(...faults, ...endedByEcho(relay.dataDir, new Set(talked.keys()), windowMs));
  await hook.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  return {
    saw: `${presses} presses by ${desks} desks, ${kills} kills: ${vendor.total()} requests, ${rows} audit rows; ${talked.size} talks, ${sum(talked, ({ dropped }) => dropped)} dropped answers before them, ${sum(talked, ({ early }) => early)} doors opened while connecting`,
    broken,
  };
}

const sum = (talks: ReadonlyMap<CallId, Talk>, of: (held: Talk) => number) =>
  [...talks.values()].reduce((total, held) => total + of(held), 0);

async function mapDoors(relay: RunningRelay, size: Size): Promise<void> {
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { releaseTenantId: 1 } });
  const points = Array.from({ length: size.doors }, (_, index) => firstPoint + index);
  await eachOf(points, 4, async (accessPoint) => {
    await relay.ask(operator.addDoor, { params: { site: 'demo' }, body: { accessPoint, name: `Door ${accessPoint}` } });
  });
  const panels = Array.from({ length: size.calls }, (_, index) => firstPanel + index);
  await eachOf(panels, 4, async (panel) => {
    await relay.ask(operator.mapPanelDoor, { params: { site: 'demo', panel }, body: { name: `Panel ${panel}` } });
    await relay.ask(operator.provePanelDoor, { params: { site: 'demo', panel }, body: { moved: true } });
  });
}

async function oneRound(
  { relay, tokens, vendor, hook, size, talked, broken }: Round,
  isKilled: boolean,
): Promise<{ readonly relay: RunningRelay; readonly presses: number }> {
  let seats = await connect(relay, tokens);
  const guids = await placeCalls(hook, size);
  const talks = isKilled ? new Map<CallId, Talk>() : await talkAll(seats, guids, broken);
  for (const [guid, held] of talks) talked.set(guid, held);
  const made = pressesOf(size, guids, talks);
  const before = new Map(made.map(({ key }) => [key, vendor.asked(key)]));

  const first = Promise.all(made.map((press) => ask(seats[press.desk], press)));
  const twice = Promise.all(made.filter(({ isAlone }) => isAlone).map((press) => ask(seats[press.desk], press)));
  let after = relay;
  if (isKilled) {
    await wait(random(5, 400));
    await relay.kill();
    after = await relay.again();
  }
  const answers = await first;
  await twice;
  if (isKilled) {
    for (const seat of seats) seat.close();
    seats = await connect(after, tokens);
  }
  const again = await Promise.all(made.map((press) => ask(seats[press.desk], press)));
  for (const [index, press] of made.entries()) {
    const asked = vendor.asked(press.key) - (before.get(press.key) ?? 0);
    if (press.isAlone && asked > 1)
      broken.push(`press ${press.pressId} of ${press.key} was asked of the vendor ${asked} times`);
    const [told, repeated] = [answers[index] ?? null, again[index] ?? null];
    if (isAudited(told) && JSON.stringify(told) !== JSON.stringify(repeated))
      broken.push(`press ${press.pressId} was answered ${JSON.stringify(told)}, then ${JSON.stringify(repeated)}`);
  }
  for (const [callId, { desk }] of talks) await seats[desk]?.ask('hangUp', { callId });
  for (const seat of seats) seat.close();
  return { relay: after, presses: made.length };
}

const connect = (relay: RunningRelay, tokens: readonly string[]) =>
  Promise.all(tokens.map((token, index) => aDesk(relay.address, { token, seat: `seat-of-desk-${index}` })));

async function placeCalls(hook: Vendor, size: Size): Promise<readonly CallId[]> {
  const guids = Array.from({ length: size.calls }, () => CallId.parse(randomUUID()));
  await eachOf(
    guids.map((guid, index) => JSON.stringify({ guid, panel: { id: firstPanel + index, name: 'Gate' } })),
    8,
    async (body) => void (await hook.post(body)),
  );
  return guids;
}

/** Every second call is talked to, as far as the vendor lets any desk. */
async function talkAll(
  seats: readonly ConnectedDesk[],
  guids: readonly CallId[],
  broken: string[],
): Promise<ReadonlyMap<CallId, Talk>> {
  const talks = new Map<CallId, Talk>();
  const wanted = guids.filter((_, index) => index % 2 === 0);
  await eachOf(wanted, 8, async (guid) => {
    const held = await talk(seats, guid, broken);
    if (held !== null) talks.set(guid, held);
  });
  return talks;
}

/** Every second door is pressed once, twice asked; of the others, and of every call, two desks press at once. */
function pressesOf(size: Size, guids: readonly CallId[], talks: ReadonlyMap<CallId, Talk>): readonly Made[] {
  const press = (made: Omit<Made, 'pressId'>): Made => ({ ...made, pressId: PressId.parse(randomUUID()) });
  const doors = Array.from({ length: size.doors }, (_, index) => {
    const point = firstPoint + index;
    const asked = { doorId: DoorId.parse(`access-point:${point}`) };
    const isAlone = index % 2 === 0;
    return (isAlone ? [index % desks] : [0, 1]).map((desk) => press({ desk, asked, key: `point ${point}`, isAlone }));
  });
  const calls = guids.map((callId) => {
    const held = talks.get(callId);
    return (held === undefined ? [2, 3] : [held.desk]).map((desk) =>
      press({ desk, asked: { callId }, key: `call ${callId}`, isAlone: held !== undefined }),
    );
  });
  return [...doors, ...calls].flat();
}

async function ask(seat: ConnectedDesk | undefined, { pressId, asked }: Made): Promise<DoorReply | null> {
  const reply: unknown = await seat?.socket
    .timeout(6_000)
    .emitWithAck('openDoor', { pressId, ...asked })
    .catch(() => null);
  return DoorReply.safeParse(reply).data ?? null;
}

/** Refusals without a row are about the moment, and may be another a moment later. */
const isAudited = (reply: DoorReply | null): boolean =>
  reply !== null && (reply.outcome !== 'refused' || reply.because === 'vendor-refused');

export const doors: readonly Scenario[] = [
  {
    name: 'door presses',
    promise:
      'never more than one request to the vendor a press, each with its audit row; the same press has the same answer; our own answer and our own door end no call, and the next desk can answer',
    run: doorPresses,
  },
];
