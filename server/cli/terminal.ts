import { createInterface } from 'node:readline/promises';

/** How a command speaks with a person while it runs. Its result goes to the standard output, all else to the error output, so that `--json` stays clean. */
export type Terminal = {
  readonly say: (line: string) => void;
  /** What was typed, trimmed; null where nobody can type. */
  readonly hear: (question: string) => Promise<string | null>;
};

/** True for a yes, whole or by its first letter. */
export const isYes = (typed: string): boolean => /^y(es)?$/i.test(typed);

export const terminal: Terminal = {
  say: (line) => console.error(line),
  hear: async (question) => {
    if (!process.stdin.isTTY) return null;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await lines.question(question)).trim();
    } finally {
      lines.close();
    }
  },
};
