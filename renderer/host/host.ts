import type { Attention, DesktopSettings, Introduction, Opened, RelayTest } from '../../protocol/bridge.ts';

/** What surrounds the page: a browser, or the desktop program. The page asks it, and never asks which one it is. */
export type Host = {
  /** Where the relay is, with its path where it has one; null while nobody has said. */
  readonly relay: string | null;
  /** Sound needs no click here, so the desk can ring as soon as it is there. */
  readonly ringsUnasked: boolean;
  readonly token: TokenKeeper;
  /** The page's name toward the relay, kept over crashes; null where the page has to keep it itself. */
  readonly seat: string | null;
  /** Tells what should be seen of this desk outside its page. Called often; only changes are worth anything. */
  readonly attend: (attention: Attention, title: string) => void;
  /** Keeps the machine awake during a shift. */
  readonly keepAwake: (awake: boolean) => void;
  /** An extra beside the ring, where the system shows such things; never the ring itself. */
  readonly notify: (callId: string, words: { readonly title: string; readonly body: string }) => void;
  readonly withdraw: (callId: string) => void;
  /** Brings the page to the front after its person's own act elsewhere, as on the ring card. */
  readonly comeForward: () => void;
  readonly listen: (ears: HostEars) => void;
  /** The program's own settings; null where there is no program. */
  readonly program: Program | null;
};

export type TokenKeeper = {
  readonly stored: () => string | null;
  /** False when it could not be kept safely; then the desk works until the page ends. */
  readonly keep: (token: string) => Promise<boolean>;
  readonly forget: () => void;
};

/** What the host may say of its own accord. */
export type HostEars = {
  /** The machine woke up, or its screen was unlocked. */
  readonly resumed: () => void;
  readonly shortcut: (key: 'answer' | 'silence') => void;
  readonly opened: (opened: Opened) => void;
  readonly locked: (locked: boolean) => void;
  readonly introduced: (introduction: Introduction) => void;
};

export type Program = {
  readonly introduction: () => Introduction;
  readonly test: (address: string) => Promise<RelayTest>;
  readonly change: (
    change: Partial<DesktopSettings>,
  ) => Promise<'changed' | 'restarts' | 'managed' | 'ringing' | 'not-written' | 'bad-address'>;
  readonly saveDiagnostics: () => Promise<'saved' | 'cancelled' | 'not-written'>;
  readonly restartToUpdate: () => Promise<'restarting' | 'ringing' | 'no-update'>;
};
