import { app } from 'electron';
import { gateUpdates, noUpdates, type Updates } from './updates.ts';

/** electron-updater behind its gate; only in an installed copy, and only where the policy allows it. */
export async function checkUpdates(allowed: boolean, parts: Parameters<typeof gateUpdates>[1]): Promise<Updates> {
  if (!app.isPackaged || !allowed) return noUpdates;
  const { default: updater } = await import('electron-updater');
  const gate = gateUpdates(updater.autoUpdater, parts);
  gate.check();
  return gate;
}
