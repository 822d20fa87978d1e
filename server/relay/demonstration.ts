import type { Alarms } from '../alerts/alarms.ts';
import { dismissAlarmsOfCalls } from '../alerts/alarmsOfCalls.ts';
import type { UnheardWatch } from '../alerts/unheard.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Demo } from '../demo/demo.ts';
import { endSimulatedCalls, makeStartOver } from '../demo/startOver.ts';
import type { VendorSteps } from '../demo/vendorSteps.ts';
import type { Hub } from '../hub/hub.ts';
import type { Panels } from '../panels/panels.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { Records } from './records.ts';

export type DemonstrationParts = {
  readonly steps: VendorSteps;
  readonly config: Pick<Config, 'butterflymx'>;
  readonly records: Pick<Records, 'stores' | 'snapshots'>;
  readonly clock: Clock;
  readonly endRings: Switchboard['clear'];
  readonly clearPanels: Panels['forgetUntil'];
  readonly unheard: Pick<UnheardWatch, 'forget'>;
  readonly alarms: Pick<Alarms, 'list' | 'dismiss'>;
  readonly showAnew: Hub['showAllAnew'];
};

/** For a relay whose vendor is simulated: a demonstration can start over. */
export function demonstration(parts: DemonstrationParts): Demo {
  const { steps, config, records, clock, endRings, clearPanels, unheard, alarms, showAnew } = parts;
  const { apiUrl, token } = config.butterflymx;
  const startOver = makeStartOver({
    endCalls: () => endSimulatedCalls(apiUrl, token),
    now: () => clock.moment().wall,
    endRings,
    clearHistory: records.stores.care.clearCalls,
    clearSnapshots: () => records.snapshots.clear(),
    clearPanels,
    clearAlarms: () => {
      unheard.forget();
      dismissAlarmsOfCalls(alarms);
    },
    clearSteps: steps.clear,
    showAnew,
  });
  return { steps, startOver };
}
