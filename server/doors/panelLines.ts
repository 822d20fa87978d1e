import type { EpochMs } from '../../protocol/call.ts';
import type { DoorLine, PanelLine } from '../../protocol/door.ts';

/** A panel that called, as its calls told of it. */
export type SeenPanel = { readonly number: number | null; readonly name: string; readonly lastCallAt: EpochMs };

/** Panels that called, each with the door that it opens. Pure. */
export const panelLines = (
  seen: readonly SeenPanel[],
  doorOf: (panel: number | null) => DoorLine | null,
): readonly PanelLine[] =>
  seen.map((panel) => {
    const door = doorOf(panel.number);
    return { ...panel, door: door?.name ?? null, provenAt: door?.provenAt ?? null };
  });
