import { mayCarrySecrets } from '../butterflymx/fetchOverTls.ts';
import type { Config } from '../config.ts';
import { isHardToGuess } from '../http/tokenStrength.ts';
import { isLoopbackAddress } from '../loopback.ts';
import { holdsJournal } from '../store/sqlite/openDatabase.ts';

/** A setting with which the relay would let in or send what it must not, and what it does where it starts all the same. */
export type UnsafeSetting = { readonly setting: string; readonly says: string; readonly instead: string };

type Safety = Pick<Config, 'host' | 'publicUrl' | 'allowPlaintext' | 'operatorToken' | 'butterflymx' | 'dataDir'>;

/** What is unsafe of the settings, each in a sentence that says what to set; none when all is well. Never a value. */
export function unsafeSettings(config: Safety): readonly UnsafeSetting[] {
  const { operatorToken, butterflymx } = config;
  return [
    ...(isReachedInClear(config) ? [listening] : []),
    ...(operatorToken === null || isHardToGuess(operatorToken) ? [] : [guessable]),
    ...(mayCarrySecrets(butterflymx.apiUrl) ? [] : [sending('VESTIBULE_BUTTERFLYMX_API_URL')]),
    ...(mayCarrySecrets(butterflymx.accountsUrl) ? [] : [sending('VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL')]),
  ];
}

/**
 * Why nothing is begun with these settings: only where there is no journal yet. Where there is one, an update must not silence a relay that
 * rings: it starts without the unsafe part, and says so.
 */
export function refusedAtStart(config: Safety): string | null {
  const unsafe = holdsJournal(config.dataDir) ? [] : unsafeSettings(config);
  return unsafe.length === 0 ? null : unsafe.map(({ says }) => says).join('\n');
}

/** The settings without what is unsafe of them. An address that would carry secrets stays; `fetchOverTls` sends nothing there. */
export const withoutUnsafe = (config: Config): Config =>
  config.operatorToken === null || isHardToGuess(config.operatorToken) ? config : { ...config, operatorToken: null };

const isReachedInClear = ({ host, publicUrl, allowPlaintext }: Safety) =>
  !isLoopbackAddress(host) && !allowPlaintext && !(publicUrl?.startsWith('https:') ?? false);

const listening: UnsafeSetting = {
  setting: 'VESTIBULE_HOST',
  says: 'VESTIBULE_HOST lets the network in by plain HTTP: set VESTIBULE_PUBLIC_URL to the https address of the proxy in front, or VESTIBULE_HOST to 127.0.0.1, or VESTIBULE_ALLOW_PLAINTEXT to true where only such a proxy can reach the port, as in a container.',
  instead: 'The relay listens all the same: desks and webhooks need it.',
};

const guessable: UnsafeSetting = {
  setting: 'VESTIBULE_OPERATOR_TOKEN',
  says: 'VESTIBULE_OPERATOR_TOKEN can be guessed: set it to what openssl rand -base64 32 prints, or leave it out, as commands on this machine need none.',
  instead: 'The token is not accepted: only commands on this machine operate the relay.',
};

const sending = (setting: string): UnsafeSetting => ({
  setting,
  says: `${setting} would carry secrets over the network in clear: set it to an https address.`,
  instead: 'Nothing is sent there: calls ring, and cannot be answered from here.',
});
