import type { Timeline } from '../../protocol/admin.ts';
import { wordOfFact } from '../../protocol/fact.ts';
import type { CallHistory } from './archive.ts';
import { sentenceFor } from './sentence.ts';
import { detailOf } from './timelineWords.ts';

/** A call's history as it is told: each fact with its word and detail for a person, beside its fields. */
export function timelineOf({ call, facts, rangMs }: CallHistory): Timeline {
  const sentence = sentenceFor(
    call,
    facts.map(({ fact }) => fact),
    rangMs,
  );
  return {
    call,
    sentence,
    facts: facts.map(({ at, fact }) => ({
      at,
      what: wordOfFact(fact),
      desk: 'desk' in fact ? fact.desk : null,
      detail: detailOf(fact),
      fact,
    })),
  };
}
