import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';

/** Posts as the vendor does. A failed post is null: nothing was acknowledged. */
export type Vendor = {
  readonly post: (
    body: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<{ readonly code: number; readonly tookMs: number } | null>;
  readonly close: () => Promise<void>;
};

export function aVendor(hook: string, connections = 16): Vendor {
  const dispatcher = new Agent({ connections, pipelining: 1, connect: { timeout: 2_000 } });
  return {
    post: async (body, headers = {}) => {
      const began = performance.now();
      try {
        const response = await request(hook, {
          method: 'POST',
          body,
          dispatcher,
          headers: { 'content-type': 'application/json', ...headers },
          headersTimeout: 15_000,
          bodyTimeout: 15_000,
        });
        await response.body.dump();
        return { code: response.statusCode, tookMs: performance.now() - began };
      } catch {
        return null;
      }
    },
    close: () => dispatcher.destroy(),
  };
}

/** A call as production delivers it; with a resident's name and address, which no log may ever have. */
export const aCall = (guid: string = randomUUID()) =>
  JSON.stringify({
    guid,
    user: { id: 5100231, first_name: 'Noor', last_name: 'Haddad', email: 'noor.haddad@example.com' },
    panel: { id: 40217, name: 'North Lobby' },
    unit: { id: 2203345, label: '12F' },
    provider: 'twilio',
  });
