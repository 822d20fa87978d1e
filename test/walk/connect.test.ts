import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AccountLine } from '../../protocol/account.ts';
import { operator } from '../../protocol/operator.ts';
import type { Person } from '../../simulator/world/people.ts';
import { aRelay } from '../harness/aRelay.ts';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';
import { agree } from '../harness/signIn.ts';
import { aFolder } from '../server/aFolder.ts';
import { vestibule } from '../server/cli/vestibule.ts';

const envOf = ({ address }: RunningSimulator) => ({
  VESTIBULE_BUTTERFLYMX_API_URL: address,
  VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL: address,
});
const Begun = z.object({ state: z.string(), url: z.string() });
const allow = (simulator: RunningSimulator, url: string, who: Person) =>
  agree(simulator.address, { ...Object.fromEntries(new URL(url).searchParams), who });

/** `connect --redirect` as a person runs it: the address that it prints, and how it ends. */
function aWaitingCommand(dataDir: string, simulator: RunningSimulator) {
  const program = join(import.meta.dirname, '../../server/cli/main.ts');
  const line = [program, 'connect', '--site', 'demo', '--role', 'called', '--redirect'];
  const env = { PATH: process.env['PATH'] ?? '', VESTIBULE_DATA_DIR: dataDir, ...envOf(simulator) };
  const child = spawn(process.execPath, line, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const url = new Promise<string>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (text) => {
      const found = /https?:\S+authorize\S+/.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  return { url, code: once(child, 'exit').then(([code]) => code) };
}

/** Both steps of a script. */
async function connect(dataDir: string, simulator: RunningSimulator, who: Person, options: readonly string[]) {
  const env = envOf(simulator);
  const begun = await vestibule(dataDir, ['connect', '--site', 'demo', ...options, '--json'], env);
  const { state, url } = Begun.parse(begun.json);
  const code = await allow(simulator, url, who);
  const linked = await vestibule(dataDir, ['connect', '--state', state, '--code', code, '--json'], env);
  return AccountLine.parse(linked.json);
}

describe('vestibule connect', () => {
  it('links the called account and the administrator beside a running relay, and shows which does what', async () => {
    await using simulator = await aSimulator();
    await using relay = await aRelay({ env: envOf(simulator) });
    const called = await connect(relay.dataDir, simulator, 'front-desk', ['--role', 'called', '--label', 'Front desk']);
    const administrator = await connect(relay.dataDir, simulator, 'administrator', ['--role', 'administrator']);
    const listed = await vestibule(relay.dataDir, ['account', 'list', '--json']);
    const lines = z.array(AccountLine).parse(listed.json);
    expect([
      called.tenants,
      lines.map(({ account, sites, state }) => [account, sites.map(({ role }) => role), state]),
    ]).toEqual([
      [{ id: 7340020, buildingId: 61200, unitId: 2203340, unit: 'Front desk' }],
      [
        [called.account, ['called'], 'linked'],
        [administrator.account, ['administrator'], 'linked'],
      ],
    ]);
  });

  it('links without a relay, and the relay that is started then speaks as that account', async () => {
    await using simulator = await aSimulator();
    const dataDir = aFolder();
    await connect(dataDir, simulator, 'front-desk', ['--role', 'both']);
    await using relay = await aRelay({ dataDir, env: envOf(simulator) });
    const accounts = await relay.ask(operator.listAccounts, {});
    expect(accounts.map(({ state, sites }) => [state, sites.map(({ role }) => role)])).toEqual([
      ['linked', ['administrator', 'called']],
    ]);
  });

  it('takes the code by redirect, once, says so on a page of its own, and the command that waits ends', async () => {
    await using simulator = await aSimulator();
    await using relay = await aRelay({ env: envOf(simulator) });
    const waiting = aWaitingCommand(relay.dataDir, simulator);
    const fields = { ...Object.fromEntries(new URL(await waiting.url).searchParams), who: 'front-desk' };
    const sent = await fetch(`${simulator.address}/oauth/authorize`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const back = sent.headers.get('location') ?? '';
    const [first, second] = [await fetch(back), await fetch(back)];
    expect([
      back.startsWith(`${relay.address}/oauth/callback`),
      first.status,
      second.status,
      await waiting.code,
    ]).toEqual([true, 200, 409, 0]);
  });

  it('explains first what account it needs, and prints the address to a person', async () => {
    await using simulator = await aSimulator();
    const printed = await vestibule(aFolder(), ['connect', '--site', 'demo', '--role', 'called'], envOf(simulator));
    expect([
      printed.error.includes('contact preference "app"'),
      printed.error.includes(`${simulator.address}/oauth/authorize?`),
    ]).toEqual([true, true]);
  });

  it('is misused without a role, and says how it is used', async () => {
    const { code, error } = await vestibule(aFolder(), ['connect', '--site', 'demo']);
    expect([code, error.split('.')[0]]).toEqual([2, '--role is missing or wrong']);
  });

  it('wants a client id where the vendor is the real one', async () => {
    const { code, error } = await vestibule(aFolder(), ['connect', '--site', 'demo', '--role', 'called']);
    expect([code, error.includes('--client')]).toEqual([1, true]);
  });
});

it('no token is printed, logged, or kept in the open, and a forgotten account is gone', async () => {
  await using simulator = await aSimulator();
  await using relay = await aRelay({ env: { ...envOf(simulator), VESTIBULE_LOG_LEVEL: 'debug' } });
  const { account } = await connect(relay.dataDir, simulator, 'front-desk', ['--role', 'called']);
  const shown = await vestibule(relay.dataDir, ['account', 'show', account, '--json']);
  const words = /access_?token|refresh_?token|clientSecret|verifier/i;
  const forgotten = await vestibule(relay.dataDir, ['account', 'forget', account, '--json']);
  const left = await vestibule(relay.dataDir, ['account', 'list', '--json']);
  expect([
    words.test(shown.out),
    words.test(relay.printed()),
    words.test(filesOf(relay.dataDir)),
    forgotten.code,
    left.json,
  ]).toEqual([false, false, false, 0, []]);
});

describe('vestibule account forget', () => {
  it('has ButterflyMX take the tokens back, and says so', async () => {
    await using simulator = await aSimulator();
    await using relay = await aRelay({ env: envOf(simulator) });
    const { account } = await connect(relay.dataDir, simulator, 'front-desk', ['--role', 'called']);
    const forgotten = await vestibule(relay.dataDir, ['account', 'forget', account]);
    const asked = (await simulator.requests('/oauth/revoke')).map(({ status }) => status);
    expect([forgotten.code, forgotten.out.includes('ButterflyMX took its tokens back.'), asked]).toEqual([
      0,
      true,
      [200, 200],
    ]);
  });

  it('forgets all the same when ButterflyMX cannot be reached, without a relay too, and says where to go', async () => {
    await using simulator = await aSimulator();
    const dataDir = aFolder();
    const { account } = await connect(dataDir, simulator, 'front-desk', ['--role', 'called']);
    await simulator.stop();
    const { code, out } = await vestibule(dataDir, ['account', 'forget', account], envOf(simulator));
    const left = await vestibule(dataDir, ['account', 'list', '--json']);
    expect([code, left.json]).toEqual([0, []]);
    expect(out).toContain(`ButterflyMX could not be told. Remove Vestibule at ${simulator.address}`);
  });
});

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path).toString('latin1'))
    .join('');
