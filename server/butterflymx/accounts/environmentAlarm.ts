import type { Alarms } from '../../alerts/alarms.ts';
import { environmentName } from '../account.ts';
import type { Exchange } from '../rest.ts';

/** An alarm while the vendor refuses the settings' own account; what becomes of linked ones is told by name elsewhere. */
export const watchEnvironment =
  (alarms: Pick<Alarms, 'raise' | 'clear'>) =>
  ({ account, status }: Pick<Exchange, 'account' | 'status'>): void => {
    if (account !== environmentName) return;
    if (status === 401 || status === 403) alarms.raise({ kind: 'vendor-refused' });
    else if (status !== null && status < 300) alarms.clear({ kind: 'vendor-refused' });
  };
