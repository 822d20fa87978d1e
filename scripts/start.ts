/** `npm start`, the demo: the simulated ButterflyMX, a relay and a desk, all on this machine, in a data folder of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { NewHook } from '../protocol/admin.ts';
import { buildAll } from './build.ts';
import { electronBinary, hasDisplay } from './electronBinary.ts';
import { Family } from './family.ts';
import { onlyInvite } from './onlyInvite.ts';
import { openPhone, phonePort } from './phone/openPhone.ts';
import { provenDoors } from './provenDoors.ts';
import { relayOptions } from './relayOptions.ts';

const root = join(import.meta.dirname, '..');
const dataDir = process.env.VESTIBULE_DATA_DIR ?? join(root, 'data/demo');
const site = { id: 'demo', name: 'Harbor House' } as const;

/** All secrets of the demo, in one file that only its owner can read; the next start goes on with them. */
const Secrets = z.object({ vendorToken: z.string(), operatorToken: z.string(), hookKey: z.string().nullable() });
type Secrets = z.infer<typeof Secrets>;
const secretsFile = join(dataDir, 'secrets.json');

function readSecrets(): Secrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (existsSync(secretsFile)) return Secrets.parse(JSON.parse(readFileSync(secretsFile, 'utf8')));
  const secret = () => randomBytes(32).toString('base64url');
  return keep({ vendorToken: secret(), operatorToken: secret(), hookKey: null });
}

function keep(secrets: Secrets): Secrets {
  writeFileSync(secretsFile, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

const family = new Family();
try {
  const { values } = parseArgs({ options: { visitor: { type: 'string' }, phone: { type: 'boolean' } } });
  const secrets = readSecrets();
  await buildAll();

  const simulator = await family.start('The simulator', join(root, 'simulator/main.ts'), {
    VESTIBULE_BUTTERFLYMX_TOKEN: secrets.vendorToken,
    ...(values.visitor === undefined ? {} : { VESTIBULE_SIMULATOR_VISITOR: values.visitor }),
  });
  const settings = {
    VESTIBULE_DATA_DIR: dataDir,
    VESTIBULE_BUTTERFLYMX_API_URL: simulator,
    VESTIBULE_BUTTERFLYMX_TOKEN: secrets.vendorToken,
    VESTIBULE_OPERATOR_TOKEN: secrets.operatorToken,
    VESTIBULE_SNAPSHOT_ORIGINS: new URL(simulator).origin,
    VESTIBULE_LOG_LEVEL: process.env.VESTIBULE_LOG_LEVEL ?? 'warn',
  };
  const relay = await family.start('The relay', join(root, 'server/main.ts'), settings, relayOptions());

  const hookKey =
    secrets.hookKey ??
    NewHook.parse(await ask('POST', `${relay}/api/hooks`, secrets.operatorToken, { site: site.id })).key;
  keep({ ...secrets, hookKey });
  await ask('PUT', `${relay}/api/sites/${site.id}`, secrets.operatorToken, { name: site.name });
  await ask('PUT', `${simulator}/simulator/sites/${site.id}`, secrets.vendorToken, {
    name: site.name,
    hook: `${relay}/hooks/${hookKey}`,
    bindings: ['call', 'access_log'],
  });
  const operate = (method: string, path: string, body?: unknown) =>
    ask(method, `${relay}${path}`, secrets.operatorToken, body);
  await provenDoors(operate, site.id);
  for (const [accessPoint, name] of [
    [33_020, 'Parcel room'],
    [33_019, 'Garage gate'],
  ] as const)
    await operate('POST', `/api/sites/${site.id}/doors`, { accessPoint, name, favourite: true });
  const invite = await onlyInvite(operate, site.id);

  const port = phonePort(process.env.VESTIBULE_PHONE_PORT);
  const phone = values.phone ? await openPhone({ simulator, site: site.id, port }) : null;

  console.log(`
Vestibule's demo is running: a relay, a simulated ButterflyMX and a desk. ${phone?.isOpen ? 'The door panel can be reached from this network, nothing else can.' : 'Nothing leaves this machine.'}

  The desk         ${relay}/desk#enrol=${invite.code}
  The door panel   ${simulator}/?site=${site.id}
${phone === null ? '' : `${phone.says}\n`}
Open both in a browser. At the desk press "Start shift", at the panel "Call the front desk", then answer.
Without a panel: npx vestibule ring --site ${site.id}   ·   By itself: npm start -- --visitor every=30s
What happened: ${process.env.VESTIBULE_DATA_DIR === undefined ? 'VESTIBULE_DATA_DIR=data/demo ' : ''}npx vestibule calls list   ·   and of one call: … why CALL
Ctrl-C stops everything.`);

  const binary = electronBinary(root);
  if (binary !== null && hasDisplay()) {
    console.log('\nThe desktop program opens too. Put the desk’s address above into it to pair it.');
    family.open(binary, [root]);
  } else {
    console.log(`\nThe same desk as a program: npm run desktop${hasDisplay() ? '' : ' (needs a display)'}.`);
  }
} catch (error) {
  family.fail(sentenceOf(error));
}

/** What a person can do about it, in one line. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : null;
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return 'The demo’s data folder cannot be written. Make data/demo writable, or name another folder in VESTIBULE_DATA_DIR.';
  }
  return error.message;
}

async function ask(method: string, url: string, token: string, body?: unknown): Promise<unknown> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${token}`, ...type };
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}.`);
  return response.status === 204 ? null : await response.json();
}
