/** The calls of the stand-in, and how their statuses move: as far as is known, as the vendor's do. Pure but for the listeners. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Panel, Party } from './directory.ts';
import type { Site } from './sites.ts';

/** The vendor's words that a call of ours can come to by itself; a script may set any other. */
export type Status =
  | 'initializing'
  | 'connecting_sip'
  | 'opened_door'
  | 'canceled'
  | 'rejected'
  | 'timeout_online_signal';

/** Who carries the media, as the vendor names it: `twilio` on live accounts, `internal` in its SDK, null where it says nothing. */
export type Provider = string | null;

export type SimulatedCall = {
  readonly guid: string;
  /** The number that the vendor's lists use. */
  readonly number: number;
  readonly site: string;
  readonly buildingId: number;
  readonly panel: Panel;
  readonly party: Party;
  readonly provider: Provider;
  readonly picture: { readonly name: string; readonly jpeg: Uint8Array };
  readonly placedAt: string;
  /** Admit to the room: one for the panel; one for each seat that asked for media. */
  readonly panelToken: string;
  readonly seatTokens: readonly string[];
  readonly status: string;
  /** `is_active` was said: somebody answers. */
  readonly active: boolean;
  readonly accepted: boolean;
  /** How often the door was opened from this call. */
  readonly doorOpened: number;
  readonly over: boolean;
  /** Somebody answered it with another program, or on a telephone: nobody gets a token for it. */
  readonly elsewhere: boolean;
  /** Left out of all lists: the demonstration began anew. */
  readonly forgotten: boolean;
};

/** `quiet`: no delivery follows, as on accounts whose integrations get no status updates. */
export type ChangeOptions = { readonly quiet?: boolean };

export type CallChange = { readonly call: SimulatedCall; readonly before: SimulatedCall | null } & ChangeOptions;

export type Calls = {
  readonly place: (
    placed: Pick<SimulatedCall, 'panel' | 'party'> & {
      readonly site: Pick<Site, 'id' | 'buildingId'>;
      readonly provider?: Provider;
      readonly jpeg: Uint8Array;
    },
  ) => SimulatedCall;
  readonly find: (guid: string) => SimulatedCall | null;
  /** Newest first. */
  readonly list: () => readonly SimulatedCall[];
  readonly change: (guid: string, change: Partial<SimulatedCall>, options?: ChangeOptions) => SimulatedCall | null;
  readonly onChange: (listener: (change: CallChange) => void) => void;
};

const mostKept = 200;

export function makeCalls(now: () => Date): Calls {
  const calls = new Map<string, SimulatedCall>();
  const listeners: ((change: CallChange) => void)[] = [];
  let number = 981_200_000 + (now().getTime() % 1_000_000);

  function put(call: SimulatedCall, options: ChangeOptions = {}): SimulatedCall {
    const before = calls.get(call.guid) ?? null;
    calls.set(call.guid, call);
    for (const guid of [...calls.keys()].slice(0, Math.max(0, calls.size - mostKept))) calls.delete(guid);
    for (const listener of listeners) listener({ call, before, ...options });
    return call;
  }

  return {
    place: ({ site, panel, party, jpeg, provider = 'simulator' }) =>
      put({
        guid: randomUUID(),
        number: ++number,
        site: site.id,
        buildingId: site.buildingId,
        panel,
        party,
        provider,
        picture: { name: `${randomBytes(16).toString('hex')}.jpeg`, jpeg },
        placedAt: now().toISOString(),
        panelToken: token(),
        seatTokens: [],
        status: 'initializing',
        active: false,
        accepted: false,
        doorOpened: 0,
        over: false,
        elsewhere: false,
        forgotten: false,
      }),
    find: (guid) => calls.get(guid) ?? null,
    list: () => [...calls.values()].filter(({ forgotten }) => !forgotten).toReversed(),
    change: (guid, change, options) => {
      const call = calls.get(guid);
      return call === undefined ? null : put({ ...call, ...change }, options);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

export const token = () => randomBytes(24).toString('base64url');
