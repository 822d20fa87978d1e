/** Calls of a flooded webhook, held back until ButterflyMX's own lists name them: a real visitor among thousands of false ones rings within seconds. */
import type { SiteId } from '../../protocol/call.ts';
import type { VendorFailure } from '../../protocol/fact.ts';
import type { Result } from '../../protocol/result.ts';
import type { NumberedCall } from '../butterflymx/myCalls.ts';
import { type Cancel, type Clock, deadlineIn } from '../clock.ts';
import { aliasesOf, guidAlias, type Identifiers, numberAlias } from '../ring/identity.ts';
import type { CallNumber } from '../vendor/values.ts';

/** What is held back of a call, and what rings it. */
export type WithheldCall = {
  readonly site: SiteId;
  readonly identifiers: Identifiers;
  /** Monotonic milliseconds after which it is too old to ring. */
  readonly until: number;
  readonly ring: () => void;
};

export type WithheldParts = {
  readonly clock: Clock;
  /** The newest calls of every called account; ends by the deadline and never rejects. */
  readonly newest: (site: SiteId, deadline: AbortSignal) => Promise<Result<readonly NumberedCall[], VendorFailure>>;
  /** The building's own list is read again at once, and what it has rings without waiting for a webhook. */
  readonly lookAtList: (site: SiteId) => void;
  /** A called account lists this guid: it is a call. */
  readonly listed: (site: SiteId, guid: string) => void;
};

export type WithheldCalls = {
  readonly hold: (call: WithheldCall) => void;
  /** The building's list has calls of these numbers: those that wait for them ring. */
  readonly named: (site: SiteId, numbers: readonly CallNumber[]) => void;
  /** False while no account answered lately: nothing waits for lists that do not come. */
  readonly canHold: (site: SiteId) => boolean;
  readonly stop: () => void;
};

/** In milliseconds: how often the lists are read in a flood, and how many calls ring at a time when no account answers. */
export const readEveryMs = 2_000;
const deadlineMs = 1_900;
/** After an account did not answer, calls ring at once for so long. */
const silentMs = 10_000;
const ringTogether = 50;
const ringNextMs = 20;

type Flood = { readonly calls: Map<string, WithheldCall> };

export function withheldCalls({ clock, newest, lookAtList, listed }: WithheldParts): WithheldCalls {
  const floods = new Map<SiteId, Flood>();
  const silentUntil = new Map<SiteId, number>();
  let stopped = false;
  let due: readonly Cancel[] = [];

  async function look(site: SiteId, flood: Flood): Promise<void> {
    lookAtList(site);
    const told = await newest(site, deadlineIn(deadlineMs));
    if (stopped) return;
    if (told.ok) ringListed(site, flood, told.value);
    else {
      silentUntil.set(site, clock.moment().mono + silentMs);
      ringAll([...take(flood, () => true)]);
    }
    drop(flood);
    if (flood.calls.size === 0) floods.delete(site);
    else due = [...due.slice(-100), clock.after(readEveryMs, () => void look(site, flood))];
  }

  function ringListed(site: SiteId, flood: Flood, calls: readonly NumberedCall[]): void {
    for (const { guid } of calls) listed(site, guid);
    const words = new Set<string>(calls.flatMap(({ guid, number }) => [guidAlias(guid), numberAlias(number)]));
    for (const call of take(flood, ({ identifiers }) => aliasesOf(identifiers).some((word) => words.has(word))))
      call.ring();
  }

  /** No account answers now: any of them may be a visitor. */
  function ringAll(calls: readonly WithheldCall[]): void {
    if (stopped) return;
    for (const { ring } of calls.slice(0, ringTogether)) ring();
    if (calls.length > ringTogether) clock.after(ringNextMs, () => ringAll(calls.slice(ringTogether)));
  }

  function* take(flood: Flood, wanted: (call: WithheldCall) => boolean): Iterable<WithheldCall> {
    for (const [word, call] of [...flood.calls].reverse()) {
      if (!wanted(call)) continue;
      flood.calls.delete(word);
      yield call;
    }
  }

  function drop(flood: Flood): void {
    const now = clock.moment().mono;
    for (const [word, { until }] of flood.calls) if (until <= now) flood.calls.delete(word);
  }

  return {
    named: (site, numbers) => {
      const flood = floods.get(site);
      if (flood === undefined) return;
      const wanted = new Set(numbers.map(numberAlias));
      const isNamed = ({ identifiers: { vendorId } }: WithheldCall) =>
        vendorId !== null && wanted.has(numberAlias(vendorId));
      for (const call of take(flood, isNamed)) call.ring();
    },
    canHold: (site) => (silentUntil.get(site) ?? 0) <= clock.moment().mono,
    hold: (call) => {
      const flood = floods.get(call.site) ?? { calls: new Map<string, WithheldCall>() };
      flood.calls.set(aliasesOf(call.identifiers)[0] ?? '', call);
      if (floods.has(call.site)) return;
      floods.set(call.site, flood);
      void look(call.site, flood);
    },
    stop: () => {
      stopped = true;
      for (const cancel of due) cancel();
    },
  };
}
