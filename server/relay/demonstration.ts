import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Demo } from '../demo/demo.ts';
import { endSimulatedCalls, makeStartOver } from '../demo/startOver.ts';
import { vendorSteps } from '../demo/vendorSteps.ts';
import type { Hub } from '../hub/hub.ts';
import { clearCalls } from '../journal/clearCalls.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { Records } from './records.ts';

export type DemonstrationParts = {
  readonly config: Pick<Config, 'butterflymx'>;
  readonly records: Pick<Records, 'database' | 'commits' | 'snapshots'>;
  readonly clock: Clock;
  readonly endRings: Switchboard['clear'];
  readonly showAnew: Hub['showAllAnew'];
};

/** For a relay whose vendor is simulated: its steps are noted, and a demonstration can start over. */
export function demonstration({ config, records, clock, endRings, showAnew }: DemonstrationParts): Demo {
  const { apiUrl, token } = config.butterflymx;
  const steps = vendorSteps(clock);
  const startOver = makeStartOver({
    endCalls: () => endSimulatedCalls(apiUrl, token),
    now: () => clock.moment().wall,
    endRings,
    clearHistory: (before) => clearCalls(records.database, records.commits, before),
    clearSnapshots: () => records.snapshots.clear(),
    clearSteps: steps.clear,
    showAnew,
  });
  return { steps, startOver };
}
