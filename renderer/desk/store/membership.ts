import type { Host } from '../../host/host.ts';
import { enrol, readInvitation, takeCode } from '../../link/enrol.ts';
import { type Link, type LinkEvent, openLink } from '../../link/link.ts';
import { takeSeat } from '../../link/seat.ts';
import { initialState, type PageMs } from '../state.ts';
import type { HeldModel } from './heldModel.ts';
import type { ProgramActs } from './programActs.ts';

export type MembershipParts = {
  readonly host: Host;
  readonly patch: HeldModel['patch'];
  readonly now: () => PageMs;
  readonly moveTo: ProgramActs['moveTo'];
  readonly hear: (event: LinkEvent) => void;
  readonly startShift: () => Promise<void>;
};

/** Whether this page is a desk of a relay: it enrols with a code, holds the link while it is, and leaves. */
export type Membership = {
  /** Null while there is none. */
  readonly link: () => Link | null;
  /** With the token that is kept, else with the code in the address. */
  readonly begin: () => void;
  readonly enrolWith: (text: string, typed?: string) => Promise<void>;
  readonly leave: () => void;
};

export function makeMembership({ host, patch, now, moveTo, hear, startShift }: MembershipParts): Membership {
  let link: Link | null = null;

  async function connect(token: string): Promise<void> {
    const { relay } = host;
    if (relay === null) return;
    patch({ enrolment: 'enrolled' });
    const seat = host.seat ?? (await takeSeat());
    link = openLink({ relay, token, seat, tell: hear });
    if (host.ringsUnasked) await startShift();
  }

  async function enrolWith(text: string, typed?: string): Promise<void> {
    const { code, relay } = readInvitation(text);
    const wanted = relay ?? typed ?? null;
    /** A store that would refuse the token is found out before the code is used up. */
    const store = host.program?.introduction().tokenStore;
    if (store === 'plain-text-refused' || store === 'unavailable') return patch({ enrolment: 'cannot-keep' });
    patch({ enrolment: 'enrolling' });
    if (host.program !== null && wanted !== null && wanted !== host.relay) {
      if ((await moveTo(wanted, code)) !== 'restarts') patch({ enrolment: 'needs-code' });
      return;
    }
    const enrolled = await enrol(host.relay ?? '', code);
    if (enrolled.kind !== 'enrolled') return patch({ enrolment: enrolled.kind });
    if (await host.token.keep(enrolled.token)) await connect(enrolled.token);
    else patch({ enrolment: 'cannot-keep' });
  }

  function begin(): void {
    const code = takeCode();
    const token = host.token.stored();
    if (token !== null && host.relay !== null) void connect(token);
    else if (code !== null && host.relay !== null) void enrolWith(code);
    else patch({ enrolment: 'needs-code' });
  }

  function leave(): void {
    link?.close();
    link = null;
    host.token.forget();
    patch({ enrolment: 'needs-code', state: initialState(now()) });
  }

  return { link: () => link, begin, enrolWith, leave };
}
