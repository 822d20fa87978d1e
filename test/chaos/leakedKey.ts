/** A webhook's key leaked: whatever its thief makes up, real visitors ring, no door opens but theirs, and none of them is called false. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CallId } from '../../protocol/call.ts';
import { isNamed, type PlacedCall, type RealCall } from './besideThief.ts';
import { falselyOpened, unexplained } from './doorTruth.ts';
import { type Flood, flooded, floods } from './keyFlood.ts';
import { ms, type Outcome, percentile, type Scale, type Scenario } from './scenario.ts';
import { aThief, chances } from './thief.ts';
import { aThievedBuilding, type Setting, settings, type ThievedBuilding } from './thievedBuilding.ts';
import { aTrickedDesk } from './trickedDesk.ts';
import { aVendor } from './vendor.ts';
import { type Visiting, visit } from './visit.ts';

type Pace = {
  readonly seeds: number;
  readonly forMs: number;
  /** Between two ways of the thief, and between two real calls. */
  readonly thiefMs: number;
  readonly visitorMs: number;
  /** The most that a real call may take to ring. */
  readonly mostMs: number;
};

const paces: Readonly<Record<Scale, Pace>> = {
  small: { seeds: 1, forMs: 15_000, thiefMs: 90, visitorMs: 900, mostMs: 8_000 },
  full: { seeds: 5, forMs: 60_000, thiefMs: 50, visitorMs: 700, mostMs: 3_000 },
};

type Seen = {
  readonly deliveries: number;
  readonly presses: number;
  readonly calls: readonly RealCall[];
  readonly broken: readonly string[];
};

async function besideThief(setting: Setting, seed: number, pace: Pace): Promise<Seen> {
  const building = await aThievedBuilding(setting);
  const placed: PlacedCall[] = [];
  const betrayed: Visiting['betrayed'] = { rang: [], early: [] };
  const chance = chances(seed + 1);
  const left = new Map<string, boolean>();
  /** Three real calls in four are left alone, so that their doors do not cool down for all others. */
  function spares(id: CallId): boolean {
    const real = placed.find((call) => isNamed(call, id));
    if (real === undefined) return false;
    const isLeft = left.get(real.guid) ?? chance() < 0.75;
    left.set(real.guid, isLeft);
    return isLeft;
  }
  const desk = await aTrickedDesk(building.relay.address, { token: building.token }, { spares, hands: 4 });
  const thieving = { isOver: false };
  const stealing = steal(building, { seed, placed, betrayed, everyMs: pace.thiefMs, thieving });
  const visits: ReturnType<typeof visit>[] = [];
  for (const began = performance.now(); performance.now() - began < pace.forMs; ) {
    visits.push(visit(building, desk, { setting, placed, betrayed, chance, mostMs: pace.mostMs }));
    await wait(pace.visitorMs);
  }
  const visited = await Promise.all(visits);
  thieving.isOver = true;
  const deliveries = await stealing;
  await desk.close();
  const calls = visited.map(({ call }) => call);
  const broken = [
    ...visited.flatMap((one) => one.broken),
    ...falselyOpened(desk.pressed(), calls),
    ...unexplained(await building.simulator.accessLogs(), desk.pressed(), calls),
  ];
  await building.end();
  return {
    deliveries,
    presses: desk.pressed().length,
    calls,
    broken: broken.map((word) => `${setting}, seed ${seed}: ${word}`),
  };
}

/** Nine in ten of his deliveries go to the leaked hook, the others to every other address that he knows. Gives how many he sent. */
async function steal(
  { hooks }: ThievedBuilding,
  {
    seed,
    placed,
    betrayed,
    everyMs,
    thieving,
  }: {
    readonly seed: number;
    readonly placed: readonly PlacedCall[];
    readonly betrayed: Visiting['betrayed'];
    readonly everyMs: number;
    readonly thieving: { readonly isOver: boolean };
  },
): Promise<number> {
  const chance = chances(seed + 2);
  const thief = aThief(seed, {
    guids: () => betrayed.rang,
    early: () => betrayed.early,
    numbers: () => placed.map(({ number }) => number),
  });
  const leaked = aVendor(hooks.leaked);
  const others = hooks.others.map((hook) => aVendor(hook));
  const ways: Promise<void>[] = [];
  let sent = 0;
  while (!thieving.isOver) {
    const to = chance() < 0.9 ? leaked : (others[Math.floor(chance() * others.length)] ?? leaked);
    const pauseMs = chance() < 0.5 ? 0 : 1_500 * chance();
    ways.push(
      (async () => {
        for (const { body } of thief.next()) {
          sent += 1;
          await to.post(JSON.stringify(body));
          await wait(pauseMs);
        }
      })(),
    );
    await wait(everyMs);
  }
  await Promise.all(ways);
  await Promise.all([leaked, ...others].map((vendor) => vendor.close()));
  return sent;
}

const firstSeed = 20_261_130;

async function leakedKey(scale: Scale): Promise<Outcome> {
  const pace = paces[scale];
  const seen: Seen[] = [];
  for (let turn = 0; turn < pace.seeds; turn++)
    seen.push(...(await Promise.all(settings.map((setting) => besideThief(setting, firstSeed + turn, pace)))));
  const measured: Flood[] = [];
  for (const setting of floods) measured.push(await flooded(setting, scale));
  const calls = seen.flatMap((one) => one.calls);
  const times = calls.flatMap(({ rangAfterMs }) => rangAfterMs ?? []);
  const sum = (count: (one: Seen) => number) => seen.reduce((total, one) => total + count(one), 0);
  return {
    saw: [
      `${sum(({ deliveries }) => deliveries)} false deliveries and ${sum(({ presses }) => presses)} presses of Open in ${settings.length} settings, ${times.length} of ${calls.length} real calls rang, p99 ${ms(percentile(times, 0.99))}`,
      ...measured.map(({ saw }) => saw),
    ].join('; '),
    broken: [...seen.flatMap((one) => one.broken), ...measured.flatMap((one) => one.broken)],
  };
}

export const thieves: readonly Scenario[] = [
  {
    name: 'leaked key',
    promise: 'every real call rings, no door opens but for one that ButterflyMX confirmed there, none is called false',
    run: leakedKey,
  },
];
