import type { SiteId } from '../../protocol/call.ts';
import type { Alarm } from '../../protocol/picture.ts';
import type { Cancel, Clock } from '../clock.ts';
import { makeListeners } from '../listeners.ts';
import type { Log } from '../log.ts';

/** What an operator must know now. An alarm stands until it is cleared; raising it again changes nothing. */
export type Alarms = {
  /** `about` names what it is about, such as a hook; each has an alarm of its own. */
  readonly raise: (kind: AlarmKind, site: SiteId | null, about?: string) => void;
  readonly clear: (kind: AlarmKind, site: SiteId | null, about?: string) => void;
  /** An operator has seen it; false when no such alarm stands. It comes back when its cause does. */
  readonly dismiss: (id: string) => boolean;
  readonly list: () => readonly Alarm[];
  /** From now on the listener is told of all that stand after each change. */
  readonly onChange: (listener: (standing: readonly Alarm[]) => void) => void;
};

export type AlarmKind =
  | 'unreadable-delivery'
  | 'delivery-not-understood'
  | 'delivery-too-large'
  | 'delivery-unclear'
  | 'unheard-call'
  | 'no-desk-able'
  | 'journal-cannot-write'
  | 'journal-damaged'
  | 'journal-begun-anew'
  | 'webhook-missing'
  | 'panel-quiet'
  | 'vendor-refused'
  | 'account-refused'
  | 'account-uncertain'
  | 'account-turned-away'
  | 'check-worse'
  | 'certificate-expiring'
  | 'integration-gone'
  | 'call-not-known'
  | 'hook-flooded'
  | 'vendor-rows-unreadable'
  | 'account-not-renewed'
  | 'wall-refusing'
  | 'wall-unchecked'
  | 'strangers-crowd'
  | 'connections-full'
  | 'forwarder-not-trusted'
  | 'pictures-failing'
  | 'unsafe-setting'
  | 'old-key-used';

/** What each alarm says to a person: what is wrong, and what to do. `{about}` is what it is about. */
const texts: Readonly<Record<AlarmKind, string>> = {
  'unreadable-delivery':
    'ButterflyMX sent a call that Vestibule cannot read in full. It rang, perhaps without details, and perhaps cannot be answered here. Tell whoever looks after Vestibule.',
  'delivery-not-understood':
    'ButterflyMX sent something that Vestibule does not understand, and it did not ring. If it was a call, no desk knew. Tell whoever looks after Vestibule.',
  'delivery-too-large':
    'ButterflyMX sent more at once than Vestibule takes in. What was too much did not ring. Tell whoever looks after Vestibule.',
  'delivery-unclear':
    "ButterflyMX sent something that may be a call or a door's log. It rang, so that no visitor is missed; perhaps nobody is there. Tell whoever looks after Vestibule.",
  'unheard-call':
    'A call came and no desk could be heard. Look at every desk: is it on, connected, and its sound running?',
  'no-desk-able': 'No desk can ring: none is connected with its sound running. Open Vestibule at a desk.',
  'journal-cannot-write':
    'The relay cannot write its journal. Calls still ring, doors stay shut. Free space on its disk.',
  'journal-damaged':
    "The journal's file is damaged. Calls still ring. Restart the relay: it sets the file aside and begins a new one.",
  'journal-begun-anew':
    'The journal was damaged and has been set aside; a new one is written. Past calls are missing until a backup is restored.',
  'webhook-missing':
    'ButterflyMX has stopped sending calls. This desk works, and calls still ring here some seconds late: answer them as usual. Tell whoever looks after Vestibule; vestibule check says what to mend.',
  'panel-quiet':
    'A panel has been silent far longer than it ever was. The idle screen of the desks names it: press its button to test.',
  'vendor-refused':
    "ButterflyMX refuses the relay's account. Calls still ring; answering and doors do not work. Link the account again.",
  'account-refused':
    'An account of ButterflyMX is refused, or its key is missing; vestibule account list says which. Calls still ring. Link it again: vestibule connect.',
  'account-uncertain':
    'Renewing an account of ButterflyMX came to no known end. It is tried again by itself; calls still ring.',
  'account-turned-away':
    'ButterflyMX signs an account in and refuses what it asks; vestibule account list says which. Calls still ring; answering and doors may not work. See at ButterflyMX that it still belongs to the building, then link it again: vestibule connect.',
  'check-worse':
    'Something between the panels and the desks worked before and does not any more. Run vestibule check for this site.',
  'certificate-expiring':
    'The certificate of the public address ends within 14 days. Renew it, or ButterflyMX cannot deliver calls any more.',
  'integration-gone':
    'ButterflyMX does not deliver to this relay as it was registered. Calls may not ring. See vestibule integration list; integration create puts it right.',
  'call-not-known':
    'A call came by the address of webhook {about}, and ButterflyMX says that it does not know it: somebody else may have that address. It rang; its door stays shut. Make a new address and end the old one: vestibule integration rotate, or hook create and then hook revoke {about} --leaked-since TIME.',
  'hook-flooded':
    'Far more calls come by the address of webhook {about} than any building has: somebody else may have that address. Calls that ButterflyMX confirms ring as always; others are shown together in one row. Make a new address and end the old one: vestibule integration rotate, or hook create and then hook revoke {about} --leaked-since TIME.',
  'vendor-rows-unreadable':
    'Vestibule cannot read some rows of ButterflyMX’s lists. Calls of which a webhook tells still ring; a call that only the list has, or a door, may be missing. vestibule check says which list. Tell whoever looks after Vestibule.',
  'account-not-renewed':
    'An account of ButterflyMX could not be renewed: a proxy, a limit or a fault stood between, and nothing says that it is over. It is tried again by itself, with growing pauses. Calls still ring; answering and doors work until its token ends. vestibule account list says which.',
  'wall-refusing':
    'A wall refuses deliveries that come with the good key of webhook {about}: a real visitor might not ring. If they are ButterflyMX’s, let them in again: vestibule hook wall list {about} names the wall, and vestibule hook wall mode {about} WALL observe opens it; where VESTIBULE_HOOK_FROM refuses them, correct it and restart the relay. If they are not, somebody else has that address: make a new one and revoke this one.',
  'wall-unchecked':
    'A wall of webhook {about} cannot be checked, because the key that seals its secret is missing. Calls ring; the wall lets everything in. Put the key back (VESTIBULE_KEY or VESTIBULE_KEY_FILE) and restart the relay, or remove the wall and add it again: vestibule hook wall list {about}.',
  'strangers-crowd':
    'Far more connections without a good key or token come to the relay than it can keep. Calls ring and desks connect, some of them at a second try. See at the proxy who sends them, and limit or block them there.',
  'connections-full':
    'The relay has as many connections as it may and drops further ones: a call may come late, a desk may not connect. Look at what holds them, or raise the limit of open files (LimitNOFILE) and restart the relay.',
  'forwarder-not-trusted':
    'A proxy brings calls or desks to the relay and is not known to it. They work; but limits against strangers cannot tell one address from another. Set VESTIBULE_TRUST_PROXY to the proxy’s address and restart the relay.',
  'pictures-failing':
    "Visitors' pictures do not come: the last calls of this site had one, and it could not be shown. Calls ring and can be answered without. vestibule check names the reason and what to set; vestibule why tells it of each call.",
  'unsafe-setting':
    'A setting of the relay is unsafe, and the relay does not use it as far as calls allow. Calls still ring. Tell whoever looks after Vestibule: the first lines of its log say which setting it is, what stays off, and what to set.',
  'old-key-used':
    'Deliveries come with the key of webhook {about}, which was revoked, and are not taken: a call that comes with no other key does not ring. See vestibule integration list for this site: if ButterflyMX still uses that key, vestibule integration create puts it right. If not, somebody else has it; the log of the relay says where they come from.',
};

/** An alarm of this kind is over when its cause has not come again for so long, in milliseconds. */
const overAfterMs: Partial<Readonly<Record<AlarmKind, number>>> = {
  'unreadable-delivery': 3_600_000,
  'call-not-known': 86_400_000,
  'hook-flooded': 600_000,
  'vendor-rows-unreadable': 3_600_000,
  'wall-refusing': 3_600_000,
  'strangers-crowd': 600_000,
  'connections-full': 600_000,
  'forwarder-not-trusted': 3_600_000,
  'old-key-used': 3_600_000,
  'delivery-not-understood': 3_600_000,
  'delivery-too-large': 3_600_000,
  'delivery-unclear': 3_600_000,
};

export type AlarmParts = {
  readonly clock: Clock;
  readonly log: Log;
  /** Carries one alarm outside, and its clearing; runs in the background. */
  readonly send: (alarm: Alarm, state: 'raised' | 'cleared') => void;
};

export function makeAlarms({ clock, log, send }: AlarmParts): Alarms {
  const standing = new Map<string, Alarm>();
  const quiet = new Map<string, Cancel>();
  const listeners = makeListeners<[readonly Alarm[]]>();
  const list = () => [...standing.values()];
  function waitForQuiet(id: string, kind: AlarmKind): void {
    const ms = overAfterMs[kind];
    if (ms === undefined) return;
    quiet.get(id)?.();
    quiet.set(
      id,
      clock.after(ms, () => dismiss(id)),
    );
  }
  function dismiss(id: string): boolean {
    const alarm = standing.get(id);
    if (alarm !== undefined) remove(alarm);
    return alarm !== undefined;
  }
  function remove(alarm: Alarm): void {
    standing.delete(alarm.id);
    log.info({ alarm: alarm.kind, site: alarm.site }, 'alarm cleared');
    listeners.tell(list());
    send(alarm, 'cleared');
  }
  return {
    raise: (kind, site, about) => {
      const id = idOf(kind, site, about);
      waitForQuiet(id, kind);
      if (standing.has(id)) return;
      const alarm: Alarm = {
        id,
        site,
        kind,
        since: clock.moment().wall,
        text: texts[kind].replaceAll('{about}', about ?? 'a webhook of this site'),
      };
      standing.set(id, alarm);
      log.error({ alarm: kind, site }, 'alarm raised');
      listeners.tell(list());
      send(alarm, 'raised');
    },
    clear: (kind, site, about) => {
      const alarm = standing.get(idOf(kind, site, about));
      if (alarm !== undefined) remove(alarm);
    },
    dismiss,
    list,
    onChange: listeners.add,
  };
}

const idOf = (kind: AlarmKind, site: SiteId | null, about?: string) =>
  [kind, site ?? 'relay', ...(about === undefined ? [] : [about])].join(':');
