import type { CallLine, PastReason } from '../../protocol/admin.ts';
import type { Fact } from '../../protocol/fact.ts';
import { type Outline, outlineOf } from './outline.ts';
import { detailOf, outcomes, pieces, underWay } from './timelineWords.ts';

/** Why a call did, or did not, ring: one sentence in plain words, from what was written down. `rangMs`: how long it rang, in milliseconds. */
export function sentenceFor(
  { panel, phase, reason, by }: CallLine,
  facts: readonly Fact[],
  rangMs: number | null,
): string {
  const outline = outlineOf(facts);
  if (reason === 'not-rung')
    return `${panel} ${pieces.didNotRing(outline.notRung === null ? null : detailOf(outline.notRung))}.`;
  const place = outline.isUnreadable ? pieces.unreadable : panel;
  const outcome = reason === null ? underWay[phase](by) : outcomeOf(reason, by, outline);
  return `${place} ${howItRang(outline, rangMs)}; ${outcome}.`;
}

function howItRang(outline: Outline, rangMs: number | null): string {
  if (outline.isListed && rangMs === 0) return pieces.noWebhook;
  return (outline.isListed ? pieces.late : '') + howFar(outline, rangMs);
}

function howFar({ isTooOld, sounded, reached, routed }: Outline, rangMs: number | null): string {
  if (isTooOld) return pieces.tooLate;
  const length = rangMs === null ? '' : pieces.lasting(rangMs);
  if (sounded > 0) return pieces.sounded(sounded, length);
  if (reached > 0) return pieces.shown(reached, length);
  return routed === 0 ? pieces.nobody : pieces.sentTo(routed, length);
}

/** A desk's door was opened once the vendor's log shows it; until then its request was accepted. */
function outcomeOf(reason: Exclude<PastReason, 'not-rung'>, by: string | null, { door }: Outline): string {
  if (reason !== 'door-opened' || by === null || door === 'confirmed') return outcomes[reason](by);
  return door === 'doubted' ? pieces.doorDoubted(by) : pieces.doorAccepted(by);
}
