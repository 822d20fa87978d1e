import { EpochMs, type SiteId } from '../../protocol/call.ts';
import type { SiteNotes } from '../../protocol/picture.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { ToldCall } from './heardCalls.ts';

/** What is known of one panel: its last real call, and the longest that it was ever silent, in milliseconds. */
export type Panel = {
  readonly site: SiteId;
  readonly name: string;
  readonly lastCallAt: EpochMs;
  readonly longestGapMs: number | null;
  readonly calls: number;
};

export type PanelStore = {
  readonly load: () => readonly Panel[];
  readonly save: (panels: readonly Panel[]) => Promise<void>;
};

/** When each panel called last, and which of them are silent for too long: a panel that cannot call cannot say so. */
export type Panels = {
  readonly called: (site: SiteId, call: Pick<ToldCall, 'guid' | 'vendorId' | 'panel' | 'at'>) => void;
  readonly of: (site: SiteId) => SiteNotes['panels'];
  readonly all: () => readonly { readonly site: SiteId; readonly panel: string; readonly lastCallAt: EpochMs }[];
  /** Keeps what was learnt since the last time. */
  readonly stop: () => Promise<void>;
};

export type PanelParts = {
  readonly clock: Clock;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly store: PanelStore;
  /** Something that desks show of a site has changed. */
  readonly changed: (site: SiteId) => void;
  readonly reportUnwritable: (error: unknown) => void;
};

/** A panel is quiet after three times its longest gap: never within a day, and not before some calls of it are known. */
export const quietness = { times: 3, leastMs: 86_400_000, leastCalls: 4 } as const;
const lookEveryMs = 60_000;
/** Kept and shown together, so that a busy site costs a write and a message each five seconds and none a call. */
const keepAfterMs = 5_000;
/** Names come from deliveries; no building has so many panels. */
const mostOfSite = 100;

export function makePanels({ clock, alarms, store, changed, reportUnwritable }: PanelParts): Panels {
  const panels = new Map(store.load().map((panel) => [keyOf(panel.site, panel.name), panel]));
  const lastCall = new Map<string, string>();
  const unkept = new Set<string>();
  const quiet = new Set<string>();
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
    alarms.raise('panel-quiet', site);
    changed(site);
  }

  function speakAgain(key: string, site: SiteId): void {
    quiet.delete(key);
    if (![...quiet].some((other) => other.startsWith(keyOf(site, '')))) alarms.clear('panel-quiet', site);
  }

  function keep(): Promise<void> {
    keeping?.();
    keeping = null;
    const changes = [...unkept].flatMap((key) => panels.get(key) ?? []);
    unkept.clear();
    for (const site of new Set(changes.map((panel) => panel.site))) changed(site);
    return changes.length === 0 ? Promise.resolve() : store.save(changes).catch(reportUnwritable);
  }

  const ofSite = (site: SiteId) => [...panels.values()].filter((panel) => panel.site === site);

  return {
    called: (site, { guid, vendorId, panel: name, at }) => {
      if (name === null) return;
      const key = keyOf(site, name);
      const word = `${guid} ${vendorId}`;
      const before = panels.get(key);
      if (lastCall.get(key) === word || at <= (before?.lastCallAt ?? -1)) return;
      if (before === undefined && ofSite(site).length >= mostOfSite) return;
      lastCall.set(key, word);
      panels.set(
        key,
        before === undefined ? { site, name, lastCallAt: at, longestGapMs: null, calls: 1 } : after(before, at),
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
          name: panel.name,
          lastCallAt: panel.lastCallAt,
          quietSince: since !== null && since <= now ? since : null,
        };
      });
    },
    all: () => [...panels.values()].map(({ site, name, lastCallAt }) => ({ site, panel: name, lastCallAt })),
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
