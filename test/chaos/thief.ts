/** Whoever has a hook's key, and no more: every delivery that he can make up, from a seed, so that a run can be had again. */

/** What the thief has come to know of a building's calls. */
export type Loot = {
  /** Of real calls that rang, newest last. */
  readonly guids: () => readonly string[];
  /** Of real calls that may not have been delivered yet: he can end them, and cannot bring them before they come. */
  readonly early: () => readonly string[];
  readonly numbers: () => readonly number[];
};

/** `cunning`: which of his ways it is part of. */
export type FalseDelivery = { readonly cunning: string; readonly body: unknown };

/** The deliveries of one way, in their order; each call gives the next way. */
export type Thief = { readonly next: () => readonly FalseDelivery[] };

type Named = { readonly guid?: string; readonly id?: number };

/** How many calls ahead he poisons. */
const ahead = 12;

export function aThief(seed: number, { guids, early, numbers }: Loot): Thief {
  const chance = chances(seed);
  const upTo = (most: number) => Math.floor(chance() * most);
  const pick = <const T extends readonly unknown[]>(of: T): T[number] => of[upTo(of.length)];
  const own: { guid: string; id: number }[] = [];

  const aGuid = () => 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => upTo(16).toString(16));
  const coming = () => (numbers().at(-1) ?? 981_200_417) + 1 + upTo(ahead);
  const lately = <T>(all: readonly T[], none: T): T => all[all.length - 1 - upTo(Math.min(all.length, 8))] ?? none;

  function guid(): string {
    const kind = upTo(10);
    if (kind < 4) return aGuid();
    return kind < 7
      ? lately(
          own.map((one) => one.guid),
          aGuid(),
        )
      : lately(guids(), aGuid());
  }
  function number(): number {
    const kind = upTo(10);
    if (kind < 4) return coming();
    if (kind < 6) return lately(numbers(), coming()) + pick([-1, 0, 0, 1]);
    return kind < 8
      ? lately(
          own.map(({ id }) => id),
          coming(),
        )
      : upTo(2_000_000_000);
  }

  /** Under a name that nobody has, and that he remembers. */
  function invented(id = number()) {
    const one = { guid: aGuid(), id };
    own.push(one);
    return one;
  }

  const panel = () =>
    pick([
      { id: 40_217, name: 'Front entrance' },
      { id: 40_217, name: 'Loading bay' },
      { id: 40_218, name: 'Garage' },
      { id: 50_000 + upTo(100), name: `Gate ${upTo(100)}` },
      null,
    ]);
  const whom = () =>
    pick([
      { user: null, unit: null },
      { user: { id: 5_100_230, first_name: 'Front', last_name: 'desk' }, unit: { id: 2_203_340, label: 'Front desk' } },
      { user: { id: 5_100_231, first_name: 'Noor', last_name: 'Haddad' }, unit: { id: 2_203_345, label: '12F' } },
      { user: { id: 7 }, unit: { id: 8, label: '99Z' } },
    ]);

  const flat = (name: Named, at = panel()) => ({ ...name, ...whom(), panel: at, source: at, provider: 'simulator' });
  const enveloped = (action: string, data: object) => ({ event: { resource_type: 'call', action, data } });
  const inEnvelope = (name: Named) =>
    enveloped('create', {
      ...name,
      building_id: 61_200,
      recipient: { id: null, type: 'Attendant' },
      unit: null,
      device: { id: 88_310, name: 'Front entrance' },
      status: pick(['initializing', 'initializing', 'canceled', 'connecting_sip']),
    });
  const status = (name: Named, word: string) =>
    name.guid === undefined
      ? enveloped('status_update', { ...name, status: word })
      : { call: { guid: name.guid }, status: word };
  const ending = () => pick(['canceled', 'canceled', 'connecting_sip', 'opened_door', 'rejected', 'voip_rollover']);
  const doorLog = () => ({
    event: {
      resource_type: pick(['access_log', 'door_release']),
      action: 'create',
      data: {
        id: 410_077_000 + upTo(1_000),
        logged_at: '2026-03-14T15:10:02Z',
        access_point: pick([33_018, 33_019, 33_020, 1]),
        entry_method: pick(['App call', 'API', 'Swipe to open']),
        release_status: 'Unlocked',
        tenant_id: pick([7_340_020, 7_340_021, 1]),
      },
    },
  });

  /** Silences a call that is still to come: its number is used up, or ended, before it is placed. */
  function poison(cunning: string): readonly FalseDelivery[] {
    const { guid, id } = invented(coming());
    const begun = pick([inEnvelope({ guid, id }), flat({ guid, id }), inEnvelope({ id })]);
    return [begun, status({ guid }, ending()), status({ id }, ending())].map((body) => ({ cunning, body }));
  }

  const ways: Readonly<Record<string, () => readonly unknown[]>> = {
    'a call of his own at a real panel, ended at once': () => {
      const { guid } = invented();
      return [flat({ guid }, { id: 40_217, name: 'Front entrance' }), status({ guid }, 'canceled')];
    },
    'a call of his own that rings on': () => [flat({ guid: invented().guid })],
    'a call by any guid': () => [flat({ guid: guid() })],
    'a call by a number alone': () => [inEnvelope({ id: number() })],
    'a call by number and guid': () => [
      pick([inEnvelope({ id: number(), guid: guid() }), flat({ id: number(), guid: guid() })]),
    ],
    'the number of one call with the guid of another': () => [
      inEnvelope({ id: number(), guid: lately(guids(), aGuid()) }),
    ],
    'an end by guid': () => [status({ guid: guid() }, ending())],
    'an end before its beginning': () => [status({ guid: lately(early(), aGuid()) }, ending())],
    'an end by number': () => [status({ id: number() }, ending())],
    'a beginning by status': () => [status(pick([{ guid: guid() }, { id: number() }]), 'initializing')],
    'a door log': () => [doorLog()],
    'a retry of a real call with other bytes': () => {
      const real = lately(guids(), aGuid());
      return [flat({ guid: real.toUpperCase() }), status({ guid: real }, ending())];
    },
  };
  const names = Object.keys(ways);

  return {
    next: () => {
      if (upTo(3) === 0) return poison('the number of a call to come');
      const cunning = names[upTo(names.length)] ?? '';
      return (ways[cunning]?.() ?? []).map((body) => ({ cunning, body }));
    },
  };
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
