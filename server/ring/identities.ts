import type { CallId, SiteId } from '../../protocol/call.ts';

type Identifiers = { readonly guid: string | null; readonly vendorId: number | null };

/** Which live call an identifier belongs to; by identifiers alone, within one site. In memory: the journal keeps the same for good. */
export type Identities = {
  readonly learn: (site: SiteId, identifiers: Identifiers, call: CallId) => void;
  /** The calls that these identifiers are known for, the guid's first. */
  readonly find: (site: SiteId, identifiers: Identifiers) => readonly CallId[];
  /** Forgets what still points to `call`; a word that was learnt for another call stays. */
  readonly forget: (site: SiteId, identifiers: Identifiers, call: CallId) => void;
  /** A status may overtake the delivery of its call: it is kept until that comes. */
  readonly keepEarly: (site: SiteId, identifiers: Identifiers, status: string) => void;
  readonly earlyStatuses: (site: SiteId, identifiers: Identifiers) => readonly string[];
  readonly dropEarly: (site: SiteId, identifiers: Identifiers) => void;
};

export function identities(): Identities {
  const calls = new Map<string, CallId>();
  const early = new Map<string, readonly string[]>();
  return {
    learn: (site, identifiers, call) => {
      for (const word of words(site, identifiers)) calls.set(word, call);
    },
    find: (site, identifiers) => [...new Set(words(site, identifiers).flatMap((word) => calls.get(word) ?? []))],
    forget: (site, identifiers, call) => {
      for (const word of words(site, identifiers)) if (calls.get(word) === call) calls.delete(word);
    },
    keepEarly: (site, identifiers, status) => {
      for (const word of words(site, identifiers)) early.set(word, [...(early.get(word) ?? []), status].slice(-10));
    },
    earlyStatuses: (site, identifiers) => words(site, identifiers).flatMap((word) => early.get(word) ?? []),
    dropEarly: (site, identifiers) => {
      for (const word of words(site, identifiers)) early.delete(word);
    },
  };
}

const words = (site: SiteId, { guid, vendorId }: Identifiers) => [
  ...(guid === null ? [] : [`${site} guid:${guid}`]),
  ...(vendorId === null ? [] : [`${site} id:${vendorId}`]),
];
