import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../protocol/result.ts';
import { Network } from '../protocol/wall.ts';
import { isKey } from './accountKeys.ts';

const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);
const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
/** Others are made by adding a path to it, so what follows `?` or `#` is left out. */
const publicAddress = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/[/]*(?:[?#].*)?$/, ''));
const list = z
  .string()
  .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])));
const networks = list.pipe(z.array(Network));
const key = z.string().refine(isKey, 'each key is 32 bytes in base64, as openssl rand -base64 32 makes them');
const count = (fallback: number) => z.coerce.number().int().min(0).max(100_000).default(fallback);
const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback);

/** A network of everybody (`/0`) is no proxy's: whoever asked could say where it came from. */
const isSomebodys = (network: string) => !/\/0+$/.test(network);
const notEverybody = 'name the addresses of your proxies: a network that ends in /0 is everybody';

/** Every setting of the relay: name, range, default and unit in one place. Nothing else reads the environment. */
export const Environment = z.object({
  VESTIBULE_HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  VESTIBULE_PORT: port(4100).describe('port to listen on; 0 picks a free one and prints it'),
  VESTIBULE_ALLOW_PLAINTEXT: z
    .stringbool()
    .default(false)
    .describe('true lets the relay listen beyond this machine without https in front, as in a container'),
  VESTIBULE_DATA_DIR: z.string().min(1).default('./data').describe('folder of the journal and the snapshots'),
  VESTIBULE_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('a PostgreSQL database that keeps the journal in place of the data folder; may hold a password, secret'),
  VESTIBULE_PUBLIC_URL: publicAddress
    .optional()
    .describe('address under which the vendor and the desks reach the relay; it may have a path'),
  VESTIBULE_RING_SECONDS: z.coerce.number().int().min(5).max(300).default(40).describe('seconds a call rings'),
  VESTIBULE_HOOK_BURST: count(60).describe(
    'calls that one webhook may bring at once before it counts as flooded; 0: never',
  ),
  VESTIBULE_HOOK_RATE: count(5).describe('calls a second that one webhook may bring on and on; 0: any number'),
  VESTIBULE_UNCONFIRMED_SITE: count(20).describe(
    'calls of one site and webhook that are drawn one by one while ButterflyMX has confirmed none of them; 0: all',
  ),
  VESTIBULE_BUTTERFLYMX_API_URL: address
    .default('https://api.butterflymx.com')
    .describe("the vendor's API; the simulator's address in the demo"),
  VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL: address
    .default('https://accounts.butterflymx.com')
    .describe("the vendor's OAuth server"),
  VESTIBULE_BUTTERFLYMX_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe("the called account's bearer, until an account is connected; secret"),
  VESTIBULE_KEY: list
    .pipe(z.array(key))
    .optional()
    .describe(
      'keys that seal the tokens of linked accounts and the secrets of walls, 32 bytes in base64, separated by commas, the first seals; secret',
    ),
  VESTIBULE_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('file of the same, a line each; made when it is needed and no key is given'),
  VESTIBULE_SNAPSHOT_ORIGINS: list
    .pipe(z.array(origin))
    .default(['https://bmx-rails-production.s3.amazonaws.com', 'https://cdn.butterflymx.com'])
    .describe('origins that snapshots may be fetched from, separated by commas'),
  VESTIBULE_TRUST_PROXY: list
    .pipe(z.array(Network.refine(isSomebodys, notEverybody)))
    .default([])
    .describe('addresses of proxies whose X-Forwarded-For is believed, separated by commas'),
  VESTIBULE_HOOK_FROM: networks
    .default([])
    .describe('addresses and networks that alone may deliver to hooks, separated by commas; unset, any may'),
  VESTIBULE_IDLE_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(620)
    .describe(
      'seconds that a connection which was good once is kept idle; more than any proxy before the relay keeps it',
    ),
  VESTIBULE_ALERT_URL: address.optional().describe('gets one JSON POST per alarm, and one when it clears'),
  VESTIBULE_LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('least serious line logged'),
  VESTIBULE_OPERATOR_TOKEN: z
    .string()
    .min(20)
    .optional()
    .describe('bearer for /api and /metrics over the network; secret; without it only commands on this machine may'),
  VESTIBULE_TEST_ORIGIN: origin
    .optional()
    .describe("for tests: origin of the desktop program's page where no browser opens app://vestibule"),
  VESTIBULE_SIMULATOR_PORT: port(4200).describe("the simulator's port; 0 picks a free one"),
});

export type Config = {
  readonly host: string;
  readonly port: number;
  readonly allowPlaintext: boolean;
  readonly dataDir: string;
  /** Null: the journal is in the data folder. */
  readonly databaseUrl: string | null;
  readonly publicUrl: string | null;
  readonly ringSeconds: number;
  /** What one webhook may bring, and what of it is drawn, while ButterflyMX has not confirmed it. */
  readonly hints: { readonly burst: number; readonly perSecond: number; readonly mostDrawn: number };
  readonly butterflymx: { readonly apiUrl: string; readonly accountsUrl: string; readonly token: string | null };
  /** Keys that seal the tokens of linked accounts and the secrets of walls: those given, then those of the file. */
  readonly accountKeys: { readonly given: readonly string[]; readonly file: string };
  readonly snapshotOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  /** Who alone may deliver, to any hook; empty for everybody. */
  readonly hookFrom: readonly string[];
  readonly idleSeconds: number;
  readonly alertUrl: string | null;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  readonly operatorToken: string | null;
  /** Beside the desktop program's own; null but in tests. */
  readonly testOrigin: string | null;
  readonly simulatorPort: number;
  /** Variables that look like settings and are none: probably misspelt. */
  readonly unknown: readonly string[];
};

/** All settings, or every mistake at once, each naming its variable and never its value. An empty variable counts as unset. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Result<Config, readonly string[]> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) return err(parsed.error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`));
  const unknown = Object.keys(given).filter((name) => name.startsWith('VESTIBULE_') && !known.has(name));
  return ok({ ...arrange(parsed.data), unknown });
}

/** Read by the tests, the desktop and the start script, not by the relay. */
const others = [
  'VESTIBULE_DATABASE_URL',
  'VESTIBULE_CHROMIUM',
  'VESTIBULE_CHROMIUM_ARGS',
  'VESTIBULE_SIMULATOR_RING_SECONDS',
  'VESTIBULE_PHONE_PORT',
  'VESTIBULE_SIMULATOR_VISITOR',
  'VESTIBULE_SIMULATOR_TOKEN_SECONDS',
  'VESTIBULE_SIMULATOR_TOKEN_OF',
  'VESTIBULE_SIMULATOR_CLIENT_ID',
  'VESTIBULE_SIMULATOR_CLIENT_SECRET',
];
const known = new Set([...Object.keys(Environment.shape), ...others]);

function arrange(read: z.infer<typeof Environment>): Omit<Config, 'unknown'> {
  return {
    host: read.VESTIBULE_HOST,
    port: read.VESTIBULE_PORT,
    allowPlaintext: read.VESTIBULE_ALLOW_PLAINTEXT,
    dataDir: read.VESTIBULE_DATA_DIR,
    databaseUrl: read.VESTIBULE_DATABASE_URL ?? null,
    publicUrl: read.VESTIBULE_PUBLIC_URL ?? null,
    ringSeconds: read.VESTIBULE_RING_SECONDS,
    hints: {
      burst: read.VESTIBULE_HOOK_BURST,
      perSecond: read.VESTIBULE_HOOK_RATE,
      mostDrawn: read.VESTIBULE_UNCONFIRMED_SITE,
    },
    butterflymx: {
      apiUrl: read.VESTIBULE_BUTTERFLYMX_API_URL,
      accountsUrl: read.VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL,
      token: read.VESTIBULE_BUTTERFLYMX_TOKEN ?? null,
    },
    accountKeys: {
      given: read.VESTIBULE_KEY ?? [],
      file: read.VESTIBULE_KEY_FILE ?? join(read.VESTIBULE_DATA_DIR, 'account.key'),
    },
    snapshotOrigins: read.VESTIBULE_SNAPSHOT_ORIGINS,
    trustProxy: read.VESTIBULE_TRUST_PROXY,
    hookFrom: read.VESTIBULE_HOOK_FROM,
    idleSeconds: read.VESTIBULE_IDLE_SECONDS,
    alertUrl: read.VESTIBULE_ALERT_URL ?? null,
    logLevel: read.VESTIBULE_LOG_LEVEL,
    operatorToken: read.VESTIBULE_OPERATOR_TOKEN ?? null,
    testOrigin: read.VESTIBULE_TEST_ORIGIN ?? null,
    simulatorPort: read.VESTIBULE_SIMULATOR_PORT,
  };
}
