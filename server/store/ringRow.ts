import type { StepRecord } from '../ring/journal.ts';
import { panelName } from '../ring/panelName.ts';

/** The columns that lists are made from, beside the ring itself. */
export function rowOfRing({ site, call, revision, ring }: StepRecord, boot: string) {
  const by = ring.phase === 'ringing' ? null : ring.by;
  const ended = ring.phase === 'ended' ? ring : null;
  const { recipient } = ring.call;
  return {
    site,
    call,
    revision,
    phase: ring.phase,
    reason: ended?.reason ?? null,
    panel: panelName(ring.call),
    unit: ring.call.unit,
    recipient: recipient.kind,
    resident: recipient.kind === 'resident' ? recipient.name : null,
    received_at: ring.call.receivedAt,
    ended_at: ended?.endedAt ?? null,
    by_desk: by?.desk ?? null,
    by_seat: by?.seat ?? null,
    by_name: by?.name ?? null,
    door_opened: ring.doorOpened ? 1 : 0,
    snapshot: ring.call.snapshot,
    rang_ms: ring.rangMs,
    webhook_missing: ring.call.webhookMissing ? 1 : 0,
    hook: ring.call.hook,
    confirmation: ring.confirmation,
    panel_id: ring.call.panelId,
    unreadable: ring.call.unreadable ? 1 : 0,
    mono: ring.startedMono,
    boot,
    ring: JSON.stringify(ring),
  };
}
