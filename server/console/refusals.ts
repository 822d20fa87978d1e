import { z } from 'zod';

/** What every refused request gets: a word for programs, a sentence for people. */
export const Refusal = z.object({ error: z.string(), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;

export const unknown = (what: 'hook' | 'desk' | 'call'): Refusal => ({
  error: `unknown-${what}`,
  message: `There is no such ${what}.`,
});
