import type { CallId, DeskId, DoorId, EpochMs, PressId, SeatId, SiteId } from '../../../protocol/call.ts';
import type { DoorReply } from '../../../protocol/replies.ts';

/** One press of a door button, as it is audited before anything is asked of the vendor. */
export type Press = {
  readonly press: PressId;
  readonly site: SiteId;
  /** Null for a door that was opened without a call. */
  readonly call: CallId | null;
  readonly door: DoorId;
  readonly desk: DeskId;
  readonly seat: SeatId;
  /** The door and the building as they were called when it was pressed; a row must be readable when both are gone. */
  readonly doorName: string;
  readonly building: string;
  /** What the vendor's log may show it under; empty when the door's access point is not known. */
  readonly accessPoints: readonly number[];
  /** Every mapped door that opens the same: they cool down together. */
  readonly sameDoors: readonly DoorId[];
};

export type PressStart =
  | { readonly kind: 'new' }
  /** `reply` is null when the press was cut short, or is still being asked. */
  | { readonly kind: 'known'; readonly reply: DoorReply | null }
  | { readonly kind: 'cooling'; readonly retryAfterMs: number };

/** A press as it is looked for by an entry of the door log. */
export type PastPress = Pick<Press, 'press' | 'site' | 'call' | 'door' | 'desk' | 'doorName' | 'accessPoints'> & {
  readonly askedAt: EpochMs;
  readonly reply: DoorReply | null;
};

/** The audit of doors, and the guard of rule 11: one press, at most one physical release. */
export type Presses = {
  readonly find: (press: PressId, desk: DeskId) => Promise<(PressStart & { kind: 'known' }) | null>;
  /** Durable when it resolves with `new`. */
  readonly begin: (press: Press) => Promise<PressStart>;
  /** What stands in the end: a door log may have confirmed the press before its own answer came. */
  readonly reply: (press: PressId, reply: DoorReply) => Promise<DoorReply>;
  /** The presses of a site between two times, oldest first. */
  readonly between: (site: SiteId, from: number, until: number) => Promise<readonly PastPress[]>;
};
