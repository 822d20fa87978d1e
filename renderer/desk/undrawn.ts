/** Calls that ring and are not drawn one by one: how many there are, and how many of them were silenced here. Pure. */
import type { SiteId } from '../../protocol/call.ts';
import type { Undrawn } from '../../protocol/picture.ts';

/** `quiet` of the `count` calls were silenced here; `arrivedAt` is on the page's own clock. */
export type KnownUndrawn = {
  readonly site: SiteId;
  readonly count: number;
  readonly quiet: number;
  readonly arrivedAt: number;
};

/** What came with a count: how many of the calls that it hides rang aloud here until now, and how many were silenced. */
export type Hidden = { readonly loud: number; readonly silenced: number; readonly now: number };

/** Which of them were silenced nobody can say, so each that may be new sounds: a real visitor is never counted as an old one. */
export function takeUndrawn(
  known: readonly KnownUndrawn[],
  { site, count }: Pick<Undrawn, 'site' | 'count'>,
  { loud, silenced, now }: Hidden,
): readonly KnownUndrawn[] {
  const before = known.find((one) => one.site === site)?.quiet ?? 0;
  const quiet = Math.max(0, Math.min(before + silenced, count - loud));
  const others = known.filter((one) => one.site !== site);
  return count === 0 ? others : [...others, { site, count, quiet, arrivedAt: now }];
}

/** Those that a picture tells of, all anew. What was silenced stays so only where no call can have come unheard meanwhile. */
export const undrawnOf = (
  told: readonly Undrawn[],
  { known, now }: { readonly known: readonly KnownUndrawn[]; readonly now: number },
): readonly KnownUndrawn[] =>
  told.reduce((all, one) => takeUndrawn(all, one, { loud: 0, silenced: 0, now }), known).filter(isIn(told));

const isIn = (told: readonly Undrawn[]) => (one: KnownUndrawn) => told.some(({ site }) => site === one.site);

/** *Silence* on the row: what is there now, of one site or of all. */
export const silenceUndrawn = (known: readonly KnownUndrawn[], site: SiteId | null): readonly KnownUndrawn[] =>
  known.map((one) => (site === null || one.site === site ? { ...one, quiet: one.count } : one));

export const isLoud = ({ count, quiet }: Pick<KnownUndrawn, 'count' | 'quiet'>): boolean => count > quiet;

/** Without a link nobody tells that they are over; no call rings longer than this. */
export const undrawnRingMs = 90_000;
