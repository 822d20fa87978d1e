import { EpochMs, type SiteId } from '../../protocol/call.ts';
import type { SiteNotes } from '../../protocol/picture.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { ToldCall } from '../intake/list/reportedCalls.ts';
import { makeListeners } from '../listeners.ts';

/** What is known of one panel: its last real call, and the longest that it was ever silent, in milliseconds. */
export type Panel = {
  readonly site: SiteId;
  /** ButterflyMX's. */
  readonly name: string;
  /** v3's number of it; null where no call told it yet. It stays when ButterflyMX renames the panel. */
  readonly number: number | null;
  readonly lastCallAt: EpochMs;
  readonly longestGapMs: number | null;
  readonly calls: number;
};

/** A panel as operators see it. */
export type PanelSeen = {
  readonly number: number | null;
  /** As staff see it. */
  readonly name: string;
  readonly vendorName: string;
  readonly lastCallAt: EpochMs;
};

export type PanelStore = {
  readonly load: () => Promise<readonly Panel[]>;
  readonly save: (panels: readonly Panel[]) => Promise<void>;
  readonly remove: (panels: readonly Panel[]) => Promise<void>;
};

/** When each panel called last, and which of them are silent for too long: a panel that cannot call cannot say so. */
export type Panels = {
  readonly called: (site: SiteId, call: Pick<ToldCall, 'guid' | 'vendorId' | 'panelId' | 'panel' | 'at'>) => void;
  /** What staff see as the panel of a call: the operator's name for it, or the vendor's. */
  readonly nameOf: (
    site: SiteId,
    call: { readonly panelId: number | null; readonly panel: string | null },
  ) => string | null;
  readonly lines: (site: SiteId) => readonly PanelSeen[];
  /** Drops a panel that is no more, by its number or by the vendor's name; it is back as soon as it calls. False when there is none. */
  readonly forget: (site: SiteId, panel: number | string) => Promise<boolean>;
  /** Drops every panel that did not call since. */
  readonly forgetUntil: (before: EpochMs) => Promise<void>;
  readonly of: (site: SiteId) => SiteNotes['panels'];
  readonly all: () => readonly { readonly site: SiteId; readonly panel: string; readonly lastCallAt: EpochMs }[];
  /** From now on the listener is told when something that desks show of a site has changed. */
  readonly onChange: (listener: (site: SiteId) => void) => void;
  /** Keeps what was learnt since the last time. */
  readonly stop: () => Promise<void>;
};

export type PanelParts = {
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly store: PanelStore;
  /** The operator's own name of the panel with this number. */
  readonly ownName: (site: SiteId, number: number) => string | null;
  readonly reportUnwritable: (error: unknown) => void;
};

/** A panel is quiet after three times its longest gap: never within a day, and not before some calls of it are known. */
export const quietness = { times: 3, leastMs: 86_400_000, leastCalls: 4 } as const;
const lookEveryMs = 60_000;
/** Kept and shown together, so that a busy site costs a write and a message each five seconds and none a call. */
const keepAfterMs = 5_000;
/** Names come from deliveries; no building has so many panels. */
const mostOfSite = 100;

export async function makePanels({ clock, alarms, store, ownName, reportUnwritable }: PanelParts): Promise<Panels> {
  const panels = new Map((await store.load()).map((panel) => [keyOf(panel.site, panel.name), panel]));
  const lastCall = new Map<string, string>();
  const unkept = new Set<string>();
  const quiet = new Set<string>();
  const listeners = makeListeners<[SiteId]>();
  let keeping: Cancel | null = null;
  let looking: Cancel = clock.after(lookEveryMs, look);

  function look(): void {
    looking = clock.after(lookEveryMs, look);
    const now = clock.moment().wall;
    for (const [key, panel] of panels) {
      const isQuiet = (quietSince(panel) ?? now + 1) <= now;
      if (isQuiet && !quiet.has(key)) becomeQuiet(key, panel.site);
    }
  }

  function becomeQuiet(key: string, site: SiteId): void {
    quiet.add(key);
    alarms.raise({ kind: 'panel-quiet', site });
    listeners.tell(site);
  }

  function speakAgain(key: string, site: SiteId): void {
    quiet.delete(key);
    if (![...quiet].some((other) => other.startsWith(keyOf(site, '')))) alarms.clear({ kind: 'panel-quiet', site });
  }

  function keep(): Promise<void> {
    keeping?.();
    keeping = null;
    const changes = [...unkept].flatMap((key) => panels.get(key) ?? []);
    unkept.clear();
    for (const site of new Set(changes.map((panel) => panel.site))) listeners.tell(site);
    return changes.length === 0 ? Promise.resolve() : store.save(changes).catch(reportUnwritable);
  }

  const ofSite = (site: SiteId) => [...panels.values()].filter((panel) => panel.site === site);
  const shownName = ({ site, name, number }: Pick<Panel, 'site' | 'name' | 'number'>) =>
    (number === null ? null : ownName(site, number)) ?? name;

  async function drop(dropped: readonly Panel[]): Promise<void> {
    for (const { site, name } of dropped) {
      const key = keyOf(site, name);
      panels.delete(key);
      unkept.delete(key);
      lastCall.delete(key);
      if (quiet.has(key)) speakAgain(key, site);
    }
    if (dropped.length > 0) await store.remove(dropped);
    for (const site of new Set(dropped.map((panel) => panel.site))) listeners.tell(site);
  }

  /** The same panel under the names that the vendor gave it before; its calls go on under the new one. */
  function renamedFrom(site: SiteId, name: string, number: number | null): Panel | undefined {
    const before = ofSite(site).filter((panel) => number !== null && panel.number === number && panel.name !== name);
    if (before.length > 0) void drop(before).catch(reportUnwritable);
    return before.toSorted((one, other) => other.lastCallAt - one.lastCallAt)[0];
  }

  return {
    called: (site, { guid, vendorId, panelId, panel: name, at }) => {
      if (name === null) return;
      const key = keyOf(site, name);
      const word = `${guid} ${vendorId}`;
      const known = panels.get(key);
      if (lastCall.get(key) === word || at <= (known?.lastCallAt ?? -1)) return;
      const before = renamedFrom(site, name, panelId) ?? known;
      if (before === undefined && ofSite(site).length >= mostOfSite) return;
      lastCall.set(key, word);
      const number = panelId ?? known?.number ?? null;
      panels.set(
        key,
        before === undefined
          ? { site, name, number, lastCallAt: at, longestGapMs: null, calls: 1 }
          : { ...after(before, at), name, number },
      );
      unkept.add(key);
      keeping ??= clock.after(keepAfterMs, () => void keep());
      if (quiet.has(key)) speakAgain(key, site);
    },
    of: (site) => {
      const now = clock.moment().wall;
      return ofSite(site).map((panel) => {
        const since = quietSince(panel);
        return {
          name: shownName(panel),
          lastCallAt: panel.lastCallAt,
          quietSince: since !== null && since <= now ? since : null,
        };
      });
    },
    nameOf: (site, { panelId, panel: name }) => {
      const number = panelId ?? (name === null ? null : (panels.get(keyOf(site, name))?.number ?? null));
      return (number === null ? null : ownName(site, number)) ?? name;
    },
    lines: (site) =>
      ofSite(site)
        .toSorted((one, other) => other.lastCallAt - one.lastCallAt)
        .map((panel) => ({ ...panel, name: shownName(panel), vendorName: panel.name })),
    forget: async (site, wanted) => {
      const gone = ofSite(site).filter(({ name, number }) => (typeof wanted === 'number' ? number : name) === wanted);
      await drop(gone);
      return gone.length > 0;
    },
    forgetUntil: (before) => drop([...panels.values()].filter(({ lastCallAt }) => lastCallAt <= before)),
    all: () =>
      [...panels.values()].map((panel) => ({
        site: panel.site,
        panel: shownName(panel),
        lastCallAt: panel.lastCallAt,
      })),
    onChange: listeners.add,
    stop: () => {
      looking();
      return keep();
    },
  };
}

/** When the silence of a panel begins to be longer than usual; null while too little is known of it. */
function quietSince({ lastCallAt, longestGapMs, calls }: Panel): EpochMs | null {
  if (calls < quietness.leastCalls || longestGapMs === null) return null;
  return EpochMs.parse(Math.round(lastCallAt + limitOf(longestGapMs)));
}

const limitOf = (longestGapMs: number) => Math.max(quietness.leastMs, quietness.times * longestGapMs);

/** A silence that was too long is no new measure of what is usual, but widens it. */
function after(panel: Panel, at: EpochMs): Panel {
  const gap = Math.max(0, at - panel.lastCallAt);
  const usual =
    panel.longestGapMs === null || panel.calls < quietness.leastCalls
      ? gap
      : Math.min(gap, limitOf(panel.longestGapMs));
  return {
    ...panel,
    lastCallAt: EpochMs.parse(Math.max(at, panel.lastCallAt)),
    longestGapMs: Math.max(panel.longestGapMs ?? 0, usual),
    calls: panel.calls + 1,
  };
}

const keyOf = (site: SiteId, name: string) => `${site} ${name}`;
