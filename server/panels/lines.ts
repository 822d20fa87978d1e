import type { DoorLine, PanelLine } from '../../protocol/door.ts';
import type { PanelSeen } from './panels.ts';

/** Panels that called, each with the door that it opens. Pure. */
export const panelLines = (
  seen: readonly PanelSeen[],
  doorOf: (panel: number | null) => DoorLine | null,
): readonly PanelLine[] =>
  seen.map(({ number, name, vendorName, lastCallAt }) => {
    const door = doorOf(number);
    return { number, name, vendorName, lastCallAt, door: door?.name ?? null, provenAt: door?.provenAt ?? null };
  });
