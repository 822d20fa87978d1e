import type { ExpiringHook, HeldIntegration, IntegrationRows, IntegrationStore } from './heldIntegrations.ts';

/** Registrations in memory over the rows on disk: what is read waits for no disk, what is changed is on disk first. */
export async function rememberedIntegrations(rows: IntegrationRows): Promise<IntegrationStore> {
  let held = await rows.held();
  let expiring = await rows.expiring();

  async function readAgain(): Promise<void> {
    [held, expiring] = await Promise.all([rows.held(), rows.expiring()]);
  }

  return {
    held: () => held,
    expiring: () => expiring,
    save: async (changed: HeldIntegration, running?: readonly ExpiringHook[]) => {
      await rows.save(changed, running);
      await readAgain();
    },
    forget: async (gone, running) => {
      await rows.forget(gone, running);
      await readAgain();
    },
    expired: async (hook) => {
      await rows.expired(hook);
      await readAgain();
    },
  };
}
