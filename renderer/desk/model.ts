import type { CallId, DoorId, EpochMs, SnapshotId } from '../../protocol/call.ts';
import type { PastCall } from '../../protocol/desk.ts';
import type { Microphone } from '../media/microphone.ts';
import type { Announcement } from './announce.ts';
import type { Conversation, Setback } from './conversation.ts';
import type { KnownPress } from './doorPresses.ts';
import type { DeskState } from './state.ts';

/** Everything that the screens show. */
export type DeskModel = {
  readonly enrolment: 'starting' | 'needs-code' | 'enrolling' | 'wrong-code' | 'no-answer' | 'enrolled';
  readonly state: DeskState;
  readonly conversation: Conversation;
  readonly setback: { readonly kind: Setback; readonly callId: CallId } | null;
  readonly presses: readonly KnownPress[];
  readonly microphone: Microphone['kind'] | 'unasked';
  readonly announcement: Announcement | null;
  /** How many calls were missed while this desk could not ring; shown for a while after it can again. */
  readonly repaired: { readonly at: number; readonly missed: number } | null;
  readonly knowsDeaf: boolean;
  /** When the shift began, for the idle screen. */
  readonly shiftSince: EpochMs | null;
  /** When the last visitor called today, as far as this page knows. */
  readonly lastCallAt: EpochMs | null;
  readonly now: number;
};

/** Everything that staff can do. */
export type DeskActs = {
  readonly enrol: (code: string) => void;
  readonly startShift: () => void;
  readonly stepAway: (away: boolean) => void;
  readonly useHere: () => void;
  readonly knowDeaf: () => void;
  readonly tryRing: () => void;
  readonly answer: (callId: CallId, options?: { readonly muted?: boolean; readonly takeOver?: boolean }) => void;
  readonly silence: (callId: CallId) => void;
  readonly endForEveryone: (callId: CallId) => void;
  readonly hangUp: () => void;
  readonly setMuted: (muted: boolean) => void;
  readonly openDoor: (callId: CallId, door: DoorId) => void;
  readonly putSetbackAway: () => void;
  readonly markHandled: (callIds: readonly CallId[]) => void;
  readonly history: () => Promise<readonly PastCall[] | null>;
  readonly snapshot: (id: SnapshotId) => Promise<Blob | null>;
};
