import type { Calls, Provider, SimulatedCall } from './calls.ts';
import { attendant, type Party, panels } from './directory.ts';
import { drawnVisitor } from './picture.ts';
import type { Site } from './sites.ts';

/** What a visitor presses; the first panel and the front desk where nothing is said. */
export type Visit = {
  readonly site: Site;
  readonly panelId?: number | undefined;
  readonly party?: Party;
  readonly provider?: Provider | undefined;
};

/** A visitor without a page: presses the button, waits, and leaves some time after being answered. */
export type Visitor = {
  readonly visit: (visit: Visit) => Promise<SimulatedCall>;
};

/** How long a scripted visitor stays after an answer, in milliseconds. */
const staysMs = 20_000;

export function makeVisitor(calls: Calls, now: () => Date, after: (ms: number, run: () => void) => void): Visitor {
  const scripted = new Set<string>();
  calls.onChange(({ call, before }) => {
    if (!scripted.has(call.guid) || call.over || before === null || before.active || !call.active) return;
    after(staysMs, () => {
      if (calls.find(call.guid)?.over === false) calls.change(call.guid, { over: true });
    });
  });
  return {
    visit: async ({ site, panelId, party = attendant, provider = 'simulator' }) => {
      const panel = panels.find(({ id }) => id === panelId) ?? panels[0];
      const call = calls.place({ site, panel, party, provider, jpeg: await drawnVisitor(now()) });
      scripted.add(call.guid);
      return call;
    },
  };
}

/** Reads `every=30s`; null when it says something else. */
export function readSchedule(text: string): number | null {
  const seconds = Number(/^every=(\d{1,4})s$/.exec(text)?.[1]);
  return Number.isFinite(seconds) && seconds >= 1 ? seconds * 1_000 : null;
}
