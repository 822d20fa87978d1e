import type { CallLine } from '../../protocol/admin.ts';
import type { EpochMs, SiteId } from '../../protocol/call.ts';
import type { PressReport } from '../../protocol/check.ts';
import type { Archive } from '../ring/archive.ts';
import { type Outline, outlineOf } from '../ring/outline.ts';

/** How long the operator has to walk to the panel and press its button, in milliseconds. */
export const pressWithinMs = 120_000;

/** Follows the first call of a site since `since` that rings there, for residents' calls come meanwhile: came, sounded, heard. Reads the journal's own facts, so it believes nothing that is not written down. */
export async function pressReport(
  archive: Pick<Archive, 'calls' | 'timeline'>,
  { site, since, now }: { readonly site: SiteId; readonly since: EpochMs; readonly now: EpochMs },
): Promise<PressReport> {
  const calls = await archive.calls({ site, since, limit: 1_000 });
  const first = calls.findLast(({ reason }) => reason !== 'not-rung');
  if (first === undefined) return now - since < pressWithinMs ? waiting(since, now) : nothingRang(calls[0]);
  const timeline = await archive.timeline(first.id);
  return reportOf(first, outlineOf((timeline?.facts ?? []).map(({ fact }) => fact)));
}

function reportOf(call: CallLine, { isListed, isTaken, sounded }: Outline): PressReport {
  const about = { call: call.id, panel: call.panel, isOver: call.phase === 'ended' };
  if (isListed)
    return {
      ...about,
      phase: 'no-webhook',
      text: `${call.panel}: its webhook did not arrive in time; the call came from ButterflyMX's list. Look at the registration: vestibule integration list --site ${call.site}`,
    };
  if (isTaken) return { ...about, phase: 'heard', text: `${call.panel}: somebody at a desk took it. It works.` };
  if (sounded > 0) return { ...about, phase: 'sounded', text: `${call.panel}: a desk sounds. Did you hear it there?` };
  if (call.phase === 'ended')
    return {
      ...about,
      phase: 'nobody-heard',
      text: `${call.panel}: the call came, but no desk proved that it sounded: vestibule why ${call.id}`,
    };
  return { ...about, phase: 'came', text: `${call.panel}: the call came; waiting for a desk to sound.` };
}

const nothing = { call: null, panel: null } as const;
const tooLate: PressReport = {
  ...nothing,
  phase: 'too-late',
  isOver: true,
  text: 'No call came within two minutes. Is the registration for this building, and does its address reach the relay? Ask ButterflyMX whether deliveries fail.',
};

/** `other`: the newest call that came, though this site does not ring for it. */
function nothingRang(other: CallLine | undefined): PressReport {
  if (other === undefined) return tooLate;
  return {
    call: other.id,
    panel: other.panel,
    phase: 'not-rung',
    isOver: true,
    text: `${other.panel}: in two minutes only calls came that this site does not ring for: vestibule why ${other.id}`,
  };
}

function waiting(since: EpochMs, now: EpochMs): PressReport {
  const left = Math.max(0, Math.ceil((pressWithinMs - (now - since)) / 1_000));
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return { ...nothing, phase: 'waiting', isOver: false, text: `Now press the button on the panel. Waiting ${clock}` };
}
