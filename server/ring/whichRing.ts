/** Which calls ring at a site, and which of them its accounts can answer. Pure: settings and accounts are given as they are now. */
import type { SiteSettings } from '../../protocol/site.ts';
import type { LinkedAccount } from './linked.ts';
import type { CallFacts } from './state.ts';

/** What a decision looks at; whatever a delivery does not tell is null. */
export type Called = Pick<CallFacts, 'userId' | 'unitId' | 'unit' | 'recipient' | 'unreadable'>;

/** Why a call does not ring: the site rings for its front desk only, or its unit is not among those named. */
export type NotRung = 'front-desk-only' | 'unit-not-named';

/** Null: it rings. What cannot be read rings, and so does what may be for us: a surplus ring is better than a lost one. */
export function whyNotRung(
  call: Called,
  { whichRing }: Pick<SiteSettings, 'whichRing'>,
  linked: readonly LinkedAccount[],
): NotRung | null {
  if (isForFrontDesk(call)) return null;
  switch (whichRing.kind) {
    case 'all':
      return null;
    case 'desk':
      return isOurs(call, linked) ? null : 'front-desk-only';
    case 'named':
      return mayBeNamed(call, whichRing.units) || mayBeCalled(call, linked) ? null : 'unit-not-named';
  }
}

/** True when an account that we hold was called, or may have been; while none is linked, always: nothing is known better. */
export const isOurs = (call: Called, linked: readonly LinkedAccount[]): boolean =>
  !holdsCalled(linked) || isForFrontDesk(call) || mayBeCalled(call, linked);

/** True when the call names a unit or a user of an account that we hold: that account must know it. */
export const namesOurs = (call: Called, linked: readonly LinkedAccount[]): boolean =>
  linked.some(
    ({ role, userIds, tenants }) =>
      role === 'called' &&
      ((call.userId !== null && userIds.includes(call.userId)) ||
        tenants.some((tenant) => sameUnit(call, tenant) === 'same')),
  );

/** The called account that this call was placed to: the one whose unit it names, else the only one, unless it is surely another's call. Null: nobody can tell. */
export function accountCalled(call: Called, linked: readonly LinkedAccount[]): LinkedAccount | null {
  const called = linked.filter(({ role }) => role === 'called');
  const ofItsUnit = called.filter(({ tenants }) => tenants.some((tenant) => sameUnit(call, tenant) === 'same'));
  const [only, another] = ofItsUnit.length > 0 ? ofItsUnit : called;
  return only === undefined || another !== undefined || isSurelyAnothers(call, only) ? null : only;
}

/** True when no account that may have been called can speak any more: nobody here can answer until it is linked again. The call rings all the same. */
export function isSpeechless(call: Called, linked: readonly LinkedAccount[]): boolean {
  const called = linked.filter(({ role }) => role === 'called');
  const mayBeMeant = called.filter((account) => !isSurelyAnothers(call, account));
  const speakers = mayBeMeant.length > 0 ? mayBeMeant : called;
  return speakers.length > 0 && speakers.every(({ canSpeak }) => !canSpeak);
}

/** True when an account is linked that can be called; an administrator's cannot. */
export const holdsCalled = (linked: readonly LinkedAccount[]): boolean => linked.some(({ role }) => role === 'called');

/** An attendant's call, one without a unit, or one of which nobody can tell. */
const isForFrontDesk = ({ recipient, unit, unitId, unreadable }: Called) =>
  unreadable || recipient.kind === 'frontDesk' || (unit === null && unitId === null);

/** A delivery may bring the unit's number without its label: then it cannot be told from a named one. */
const mayBeNamed = ({ unit }: Called, units: readonly string[]) =>
  unit === null || units.some((named) => isSameLabel(named, unit));

const mayBeCalled = (call: Called, linked: readonly LinkedAccount[]) =>
  linked.some((account) => account.role === 'called' && !isSurelyAnothers(call, account));

/** Webhooks number users otherwise than v4, only the unit's number agrees (live capture): a match of either is one, and a mismatch needs proof. */
function isSurelyAnothers(call: Called, { tenants, userIds }: LinkedAccount): boolean {
  if (call.userId !== null && userIds.includes(call.userId)) return false;
  const units = tenants.map((tenant) => sameUnit(call, tenant));
  if (units.includes('same')) return false;
  const isNoUnitOfIts = tenants.length > 0 && units.every((unit) => unit === 'another');
  const isNoUserOfIts = call.userId !== null && userIds.length > 0 && userIds.length >= tenants.length;
  return isNoUnitOfIts || isNoUserOfIts;
}

function sameUnit(call: Called, tenant: LinkedAccount['tenants'][number]): 'same' | 'another' | 'unknown' {
  if (call.unitId !== null && tenant.unitId !== null) return call.unitId === tenant.unitId ? 'same' : 'another';
  if (call.unit !== null && tenant.unit !== null) return isSameLabel(call.unit, tenant.unit) ? 'same' : 'another';
  return 'unknown';
}

const isSameLabel = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
