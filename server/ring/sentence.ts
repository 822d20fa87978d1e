import type { CallLine, Fact, PastReason } from '../../protocol/admin.ts';

/** Why a call did, or did not, ring: one sentence in plain words, from what was written down. */
export function sentenceFor(
  { panel, phase, reason, by }: CallLine,
  facts: readonly Fact[],
  rangMs: number | null,
): string {
  if (reason === 'not-rung')
    return `${panel} did not ring: ${facts.find(({ what }) => what === reason)?.detail ?? 'nothing is kept of it'}.`;
  const unreadable = facts.some(({ detail }) => detail === 'details unreadable');
  const place = unreadable ? 'A call of which nothing could be read' : panel;
  const outcome = reason === null ? underWay[phase](by) : outcomeOf(reason, by, facts);
  return `${place} ${howItRang(facts, rangMs)}; ${outcome}.`;
}

function howItRang(facts: readonly Fact[], rangMs: number | null): string {
  const isListed = facts.some(({ what }) => what === 'webhook-missing');
  if (isListed && rangMs === 0) return 'did not ring: no webhook told of it';
  const late = isListed ? 'was told by no webhook, rang late and ' : '';
  return late + howFar(facts, rangMs);
}

function howFar(facts: readonly Fact[], rangMs: number | null): string {
  if (facts.some(({ detail }) => detail === 'too old to ring')) return 'came too late to ring';
  const proven = new Set(facts.filter(({ what }) => what === 'sounding').map(({ desk }) => desk)).size;
  const reached = new Set(
    facts
      .filter(({ what, desk }) => desk !== null && ['received', 'shown', 'notVisible'].includes(what))
      .map(({ desk }) => desk),
  ).size;
  const connected = /^\d+ desks?/.exec(facts.find(({ what }) => what === 'routed')?.detail ?? '')?.[0] ?? '0 desks';
  const length = rangMs === null ? '' : ` for ${Math.round(rangMs / 1000)} s`;
  if (proven > 0) return `sounded at ${desks(proven)}${length}`;
  if (reached > 0) return `was shown at ${desks(reached)}${length}, but no desk proved that it sounded`;
  return connected === '0 desks'
    ? 'rang nobody: no desk was connected'
    : `was sent to ${connected}${length}, but none proved that it rang`;
}

const desks = (count: number) => `${count} ${count === 1 ? 'desk' : 'desks'}`;

const underWay: Readonly<Record<CallLine['phase'], (by: string | null) => string>> = {
  ringing: () => 'it rings now',
  claimed: (by) => `${by ?? 'a desk'} is answering`,
  talking: (by) => `${by ?? 'a desk'} is talking`,
  ended: () => 'it is over',
};

type EndReason = Exclude<PastReason, 'not-rung'>;

/** A desk's door was opened once the vendor's log shows it; until then its request was accepted. */
function outcomeOf(reason: EndReason, by: string | null, facts: readonly Fact[]): string {
  if (reason !== 'door-opened' || by === null || facts.some(({ what }) => what === 'door-confirmed'))
    return outcomes[reason](by);
  const isDoubted = facts.some(({ what }) => what === 'door-not-confirmed');
  return `${by} asked for the door${isDoubted ? ", and ButterflyMX's log did not show that it opened" : ', which ButterflyMX accepted'}`;
}

const outcomes: Readonly<Record<EndReason, (by: string | null) => string>> = {
  'visitor-left': () => 'the visitor left',
  'timed-out': () => 'nobody answered',
  'answered-elsewhere': () => 'it was answered outside Vestibule',
  'door-opened': (by) => (by === null ? 'the door was opened outside Vestibule' : `${by} opened the door`),
  'rolled-over': () => 'it went on to a phone',
  rejected: () => 'it was declined outside Vestibule',
  'ended-by-desk': (by) => `${by ?? 'a desk'} ended it`,
  'hung-up': (by) => `${by ?? 'a desk'} answered and hung up`,
  'visitor-hung-up': (by) => `${by ?? 'a desk'} answered, then the visitor left`,
  'connection-failed': (by) => `${by ?? 'a desk'} answered, but the connection failed`,
  'desk-revoked': (by) => `${by ?? 'a desk'} answered, and was then revoked`,
  'same-call': () => 'it proved to be a call that was ringing already',
};
