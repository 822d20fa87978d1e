import type { Config } from '../config.ts';
import { isLoopbackAddress } from '../loopback.ts';
import { unsafeSettings } from './unsafeSettings.ts';

/** What the relay prints once it takes webhooks; its address is in the first line, which scripts read. */
export function firstLines(config: Config, address: string): readonly string[] {
  return [
    `Vestibule's relay takes webhooks at ${address}`,
    ...(isLoopbackAddress(config.host) ? [] : [beyond(config.host, address)]),
    ...unsafeSettings(config).map(({ says, instead }) => `Unsafe: ${says} ${instead}`),
  ];
}

const beyond = (host: string, address: string) =>
  `It listens beyond this machine, at ${host} port ${new URL(address).port || '80'}, in plain HTTP: let nobody but a proxy with TLS reach that port.`;
