import type { AlarmCause } from '../../protocol/alarm.ts';

/** What an alarm says to a person: what is wrong, and what to do. All English of alarms is here. */
export function alarmText(cause: AlarmCause): string {
  switch (cause.kind) {
    case 'unreadable-delivery':
      return 'ButterflyMX sent a call that Vestibule cannot read in full. It rang, perhaps without details, and perhaps cannot be answered here. Tell whoever looks after Vestibule.';
    case 'delivery-not-understood':
      return 'ButterflyMX sent something that Vestibule does not understand, and it did not ring. If it was a call, no desk knew. Tell whoever looks after Vestibule.';
    case 'delivery-too-large':
      return 'ButterflyMX sent more at once than Vestibule takes in. What was too much did not ring. Tell whoever looks after Vestibule.';
    case 'delivery-unclear':
      return "ButterflyMX sent something that may be a call or a door's log. It rang, so that no visitor is missed; perhaps nobody is there. Tell whoever looks after Vestibule.";
    case 'unheard-call':
      return 'A call came and no desk could be heard. Look at every desk: is it on, connected, and its sound running?';
    case 'no-desk-able':
      return 'No desk can ring: none is connected with its sound running. Open Vestibule at a desk.';
    case 'webhook-missing':
      return 'ButterflyMX has stopped sending calls. This desk works, and calls still ring here some seconds late: answer them as usual. Tell whoever looks after Vestibule; vestibule check says what to mend.';
    case 'panel-quiet':
      return 'A panel has been silent far longer than it ever was. The idle screen of the desks names it: press its button to test.';
    case 'pictures-failing':
      return "Visitors' pictures do not come: the last calls of this site had one, and it could not be shown. Calls ring and can be answered without. vestibule check names the reason and what to set; vestibule why tells it of each call.";
    case 'vendor-rows-unreadable':
      return 'Vestibule cannot read some rows of ButterflyMX’s lists. Calls of which a webhook tells still ring; a call that only the list has, or a door, may be missing. vestibule check says which list. Tell whoever looks after Vestibule.';
    case 'call-not-known':
      return callNotKnown(cause.hook);
    case 'hook-flooded':
      return `Far more calls come by the address of webhook ${cause.hook} than any building has: somebody else may have that address. Calls that ButterflyMX confirms ring as always; others are shown together in one row. Make a new address and end the old one: vestibule integration rotate, or hook create and then hook revoke ${cause.hook} --leaked-since TIME.`;
    case 'wall-refusing':
      return `A wall refuses deliveries that come with the good key of webhook ${cause.hook}: a real visitor might not ring. If they are ButterflyMX’s, let them in again: vestibule hook wall list ${cause.hook} names the wall, and vestibule hook wall mode ${cause.hook} WALL observe opens it; where VESTIBULE_HOOK_FROM refuses them, correct it and restart the relay. If they are not, somebody else has that address: make a new one and revoke this one.`;
    case 'wall-unchecked':
      return `A wall of webhook ${cause.hook} cannot be checked, because the key that seals its secret is missing. Calls ring; the wall lets everything in. Put the key back (VESTIBULE_KEY or VESTIBULE_KEY_FILE) and restart the relay, or remove the wall and add it again: vestibule hook wall list ${cause.hook}.`;
    case 'old-key-used':
      return `Deliveries come with the key of webhook ${cause.hook}, which was revoked, and are not taken: a call that comes with no other key does not ring. See vestibule integration list for this site: if ButterflyMX still uses that key, vestibule integration create puts it right. If not, somebody else has it; the log of the relay says where they come from.`;
    case 'account-refused':
      return 'An account of ButterflyMX is refused, or its key is missing; vestibule account list says which. Calls still ring. Link it again: vestibule connect.';
    case 'account-uncertain':
      return 'Renewing an account of ButterflyMX came to no known end. It is tried again by itself; calls still ring.';
    case 'account-turned-away':
      return 'ButterflyMX signs an account in and refuses what it asks; vestibule account list says which. Calls still ring; answering and doors may not work. See at ButterflyMX that it still belongs to the building, then link it again: vestibule connect.';
    case 'account-not-renewed':
      return 'An account of ButterflyMX could not be renewed: a proxy, a limit or a fault stood between, and nothing says that it is over. It is tried again by itself, with growing pauses. Calls still ring; answering and doors work until its token ends. vestibule account list says which.';
    case 'check-worse':
      return 'Something between the panels and the desks worked before and does not any more. Run vestibule check for this site.';
    case 'certificate-expiring':
      return 'The certificate of the public address ends within 14 days. Renew it, or ButterflyMX cannot deliver calls any more.';
    case 'integration-gone':
      return 'ButterflyMX does not deliver to this relay as it was registered. Calls may not ring. See vestibule integration list; integration create puts it right.';
    case 'vendor-refused':
      return "ButterflyMX refuses the relay's account. Calls still ring; answering and doors do not work. Link the account again.";
    case 'journal-cannot-write':
      return 'The relay cannot write its journal. Calls still ring, doors stay shut. Free space on its disk.';
    case 'journal-damaged':
      return "The journal's file is damaged. Calls still ring. Restart the relay: it sets the file aside and begins a new one.";
    case 'journal-begun-anew':
      return 'The journal was damaged and has been set aside; a new one is written. Past calls are missing until a backup is restored.';
    case 'strangers-crowd':
      return 'Far more connections without a good key or token come to the relay than it can keep. Calls ring and desks connect, some of them at a second try. See at the proxy who sends them, and limit or block them there.';
    case 'connections-full':
      return 'The relay has as many connections as it may and drops further ones: a call may come late, a desk may not connect. Look at what holds them, or raise the limit of open files (LimitNOFILE) and restart the relay.';
    case 'forwarder-not-trusted':
      return 'A proxy brings calls or desks to the relay and is not known to it. They work; but limits against strangers cannot tell one address from another. Set VESTIBULE_TRUST_PROXY to the proxy’s address and restart the relay.';
    case 'unsafe-setting':
      return 'A setting of the relay is unsafe, and the relay does not use it as far as calls allow. Calls still ring. Tell whoever looks after Vestibule: the first lines of its log say which setting it is, what stays off, and what to set.';
  }
}

function callNotKnown(hook: string | null): string {
  const address = hook === null ? 'a webhook of this site' : `the address of webhook ${hook}`;
  return `A call came by ${address}, and ButterflyMX says that it does not know it: somebody else may have that address. It rang; its door stays shut. Make a new address and end the old one: vestibule integration rotate, or hook create and then hook revoke ${hook ?? 'KEYID'} --leaked-since TIME.`;
}
