import type { CallId, SiteId } from '../../protocol/call.ts';
import { type Alias, aliasesOf, guidAlias, type Identifiers } from './identity.ts';

/** Which live calls an identifier may mean, within one site. In memory: the journal keeps the same for good. */
export type KnownCalls = {
  readonly learn: (site: SiteId, identifiers: Identifiers, call: CallId) => void;
  /** Every call that one of these identifiers may mean, the guid's first. */
  readonly find: (site: SiteId, identifiers: Identifiers) => readonly CallId[];
  readonly forget: (site: SiteId, identifiers: Identifiers, call: CallId) => void;
  /** A status may overtake the delivery of its call: it is kept until that comes. By guid alone, for anybody can count to the next number. */
  readonly keepEarly: (site: SiteId, guid: string, status: string) => void;
  readonly earlyStatuses: (site: SiteId, guid: string) => readonly string[];
  readonly dropEarly: (site: SiteId, guid: string) => void;
};

export function knownCalls(): KnownCalls {
  const calls = new Map<string, ReadonlySet<CallId>>();
  const early = new Map<string, readonly string[]>();
  const words = (site: SiteId, identifiers: Identifiers) => aliasesOf(identifiers).map((alias) => at(site, alias));
  return {
    learn: (site, identifiers, call) => {
      for (const word of words(site, identifiers)) calls.set(word, new Set([...(calls.get(word) ?? []), call]));
    },
    find: (site, identifiers) => [...new Set(words(site, identifiers).flatMap((word) => [...(calls.get(word) ?? [])]))],
    forget: (site, identifiers, call) => {
      for (const word of words(site, identifiers)) {
        const left = [...(calls.get(word) ?? [])].filter((other) => other !== call);
        if (left.length === 0) calls.delete(word);
        else calls.set(word, new Set(left));
      }
    },
    keepEarly: (site, guid, status) => {
      const word = at(site, guidAlias(guid));
      early.set(word, [...(early.get(word) ?? []), status].slice(-10));
    },
    earlyStatuses: (site, guid) => early.get(at(site, guidAlias(guid))) ?? [],
    dropEarly: (site, guid) => void early.delete(at(site, guidAlias(guid))),
  };
}

const at = (site: SiteId, alias: Alias) => `${site} ${alias}`;
