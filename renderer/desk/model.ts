import type { DesktopSettings, Introduction, Opened, RelayTest } from '../../protocol/bridge.ts';
import type { CallId, EpochMs, SiteId, SnapshotId } from '../../protocol/call.ts';
import type { PastCall } from '../../protocol/pastCall.ts';
import type { RingView } from '../../protocol/ring.ts';
import type { VendorStep } from '../../protocol/vendorStep.ts';
import type { Microphone } from '../media/microphone.ts';
import type { Announcement } from './announce.ts';
import type { DeskState } from './state.ts';
import type { Conversation, Setback } from './store/conversation.ts';
import type { KnownPress, PressedDoor } from './store/doorPresses.ts';

/** Everything that the screens show. */
export type DeskModel = {
  readonly enrolment: 'starting' | 'needs-code' | 'enrolling' | 'wrong-code' | 'no-answer' | 'cannot-keep' | 'enrolled';
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
  /** What somebody asked to be shown from outside, by a `vestibule://` address. */
  readonly opened: Opened | null;
  /** The screen is locked: nobody's face is to be seen. */
  readonly locked: boolean;
  /** The program around the page, where there is one. */
  readonly program: ProgramView | null;
  readonly now: number;
};

/** What the screens show of the program around the page. */
export type ProgramView = {
  readonly introduction: Introduction;
  readonly test: RelayTest | 'running' | null;
  /** How the last change of a setting went, while that is worth saying. */
  readonly said: 'managed' | 'ringing' | 'not-written' | 'bad-address' | 'saved' | null;
};

/** Everything that staff can do. */
export type DeskActs = {
  /** With a code, or the operator's whole link; `relay` where the page is not the relay's own. */
  readonly enrol: (code: string, relay?: string) => void;
  readonly startShift: () => void;
  readonly stepAway: (away: boolean) => void;
  readonly useHere: () => void;
  readonly knowDeaf: () => void;
  readonly tryRing: () => void;
  readonly answer: (callId: CallId, options?: { readonly muted?: boolean; readonly takeOver?: boolean }) => void;
  readonly silence: (callId: CallId) => void;
  /** What rings undrawn now, of one site or of all (null). Of more that come, the tone goes on. */
  readonly silenceUndrawn: (site: SiteId | null) => void;
  /** The newest calls of a site that ring and are not drawn; null when the relay does not tell. */
  readonly undrawn: (site: SiteId) => Promise<readonly RingView[] | null>;
  readonly endForEveryone: (callId: CallId) => void;
  readonly hangUp: () => void;
  readonly setMuted: (muted: boolean) => void;
  /** No picture of the visitor in this talk, for a poor line; or a picture again. */
  readonly setAudioOnly: (isAudioOnly: boolean) => void;
  /** By the browser's name for it; kept for the next calls, and taken at once in a talk. */
  readonly chooseMicrophone: (device: string) => void;
  /** A press of a door, from a call or without one; it is asked once. */
  readonly openDoor: (door: PressedDoor) => void;
  readonly putSetbackAway: () => void;
  readonly markHandled: (callIds: readonly CallId[]) => void;
  readonly history: () => Promise<readonly PastCall[] | null>;
  /** What passed between ButterflyMX and the relay in one call; none of a call that is not known. Null when the relay does not tell. */
  readonly steps: (callId: CallId) => Promise<readonly VendorStep[] | null>;
  /** Begins a demonstration anew; false when it could not. */
  readonly startOver: () => Promise<boolean>;
  readonly comeForward: () => void;
  /** Forgets this desk's token and everything that was stored. */
  readonly leaveDesk: () => void;
  readonly testRelay: (address: string) => void;
  readonly changeProgram: (change: Partial<DesktopSettings>) => void;
  readonly saveDiagnostics: () => void;
  readonly restartToUpdate: () => void;
  readonly snapshot: (id: SnapshotId) => Promise<Blob | null>;
};
