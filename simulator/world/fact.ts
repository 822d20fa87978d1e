/**
 * How sure it is: `official` code or page · `live` account seen by a third party · `probe` an address of the vendor that
 * answers, no account needed · `reverse-engineered` private traffic · `guess` ours, where nothing is known.
 */
export type Certainty = 'official' | 'live' | 'probe' | 'reverse-engineered' | 'guess';

export type Fact = {
  readonly fact: string;
  /** Of the collection of facts about the vendor that the project began with. */
  readonly section: string;
  readonly certainty: Certainty;
  /** The file that behaves so. */
  readonly where: string;
};

/** One fact; `where` below `simulator/`. */
export const fact = (certainty: Certainty, section: string, where: string, said: string): Fact => ({
  fact: said,
  section,
  certainty,
  where: `simulator/${where}`,
});
