import type { AskRelay } from './askRelay.ts';
import type { Outcome } from './outcome.ts';

/** What a command was given: the options by name, and the word that follows it. */
export type Given = {
  readonly site: readonly string[];
  readonly scope: string | undefined;
  readonly name: string | undefined;
  readonly minutes: string | undefined;
  readonly since: string | undefined;
  readonly limit: string | undefined;
  readonly building: string | undefined;
  readonly tenant: string | undefined;
  readonly rings: string | undefined;
  readonly unit: readonly string[];
  readonly keep: string | undefined;
  readonly operand: string;
};
export type OptionName = Exclude<keyof Given, 'operand'>;

export type Surroundings = { readonly ask: AskRelay; readonly simulatorPort: number };

export type Command = {
  /** As it is typed, e.g. "hook create". */
  readonly words: string;
  /** What follows the words, as the help shows it. */
  readonly usage: string;
  readonly does: string;
  readonly operand: boolean;
  readonly required: readonly OptionName[];
  readonly optional: readonly OptionName[];
  readonly run: (given: Given, around: Surroundings) => Promise<Outcome>;
};

/** What a command did, for programs and for people. */
export const done = (json: unknown, lines: readonly string[]): Outcome => ({ kind: 'done', json, lines });
/** A command that takes nothing. */
export const plain = { operand: false, required: [], optional: [] } as const;
