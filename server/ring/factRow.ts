/** Facts as the journal keeps them: a word, a desk, and the fields as JSON. Pure; what is written is read back as it was. */
import { z } from 'zod';
import { type DeskId, EpochMs } from '../../protocol/call.ts';
import { type Fact, OldFact, RingFact, wordOfFact } from '../../protocol/fact.ts';
import { readJson } from '../vendor/json.ts';

/** The columns of a fact. `detail` is a JSON object of its fields, null where it has none; older relays wrote a person's words there. */
export type FactRow = { readonly what: string; readonly desk: string | null; readonly detail: string | null };

const Fields = z.record(z.string(), z.unknown());

/** `what` is among the JSON only where the word does not tell it. */
export function writtenFact(fact: RingFact): FactRow & { readonly desk: DeskId | null } {
  const word = wordOfFact(fact);
  const fields = Object.entries(fact).filter(([name]) => name !== 'desk' && (name !== 'what' || word !== fact.what));
  return {
    what: word,
    desk: 'desk' in fact ? fact.desk : null,
    detail: fields.length === 0 ? null : JSON.stringify(Object.fromEntries(fields)),
  };
}

/** Facts of one moment as one text, for the row with which a ring begins. */
export const writtenFacts = (facts: readonly RingFact[], at: EpochMs): string =>
  JSON.stringify(facts.map((fact) => ({ at, ...writtenFact(fact) })));

const Written = z.array(
  z.object({ at: EpochMs, what: z.string(), desk: z.string().nullable(), detail: z.string().nullable() }),
);

/** What `writtenFacts` wrote; nothing where no text is, or one that cannot be read. */
export function readFacts(text: string | null): readonly { readonly at: EpochMs; readonly fact: Fact }[] {
  const rows = text === null ? undefined : Written.safeParse(readJson(text)?.value).data;
  return (rows ?? []).map(({ at, ...row }) => ({ at, fact: readFact(row) }));
}

/** Never fails: what is no fact of this relay is an old one. */
export function readFact({ what, desk, detail }: FactRow): Fact {
  const fields = Fields.safeParse(detail === null ? {} : readJson(detail)?.value);
  const read = RingFact.safeParse(fields.data && { what, ...(desk === null ? {} : { desk }), ...fields.data });
  if (read.success && wordOfFact(read.data) === what) return read.data;
  return OldFact.parse({ what: 'old', word: what, desk, detail });
}
