import type { Ask } from './ask.ts';
import type { GivenOptions, OptionName } from './options.ts';
import type { Outcome } from './outcome.ts';
import type { Terminal } from './terminal.ts';

/** What a command was given: the options by name, and the words that follow it; `operand` is the first. */
export type Given = GivenOptions & { readonly operand: string; readonly operands: readonly string[] };

export type Surroundings = Terminal & {
  readonly ask: Ask;
  readonly simulatorPort: number;
  /** A program reads the result: nobody is asked anything. */
  readonly json: boolean;
};

export type Command = {
  /** As it is typed, e.g. "hook create". */
  readonly words: string;
  /** What follows the words, as the help shows it. */
  readonly usage: string;
  readonly does: string;
  readonly operand: boolean;
  /** How many words follow, where it is more than one. */
  readonly operands?: number;
  readonly required: readonly OptionName[];
  readonly optional: readonly OptionName[];
  readonly run: (given: Given, around: Surroundings) => Promise<Outcome>;
};

/** What a command did, for programs and for people. */
export const done = (json: unknown, lines: readonly string[]): Outcome => ({ kind: 'done', json, lines });
/** A command that takes nothing. */
export const plain = { operand: false, required: [], optional: [] } as const;
