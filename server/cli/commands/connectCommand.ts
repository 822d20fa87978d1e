import timers from 'node:timers/promises';
import { LinkRequest, type NewLink } from '../../../protocol/account.ts';
import { operator } from '../../../protocol/operator.ts';
import type { Ask } from '../ask.ts';
import { type Command, done, type Given, plain, type Surroundings } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import { readSecret } from '../readSecret.ts';
import { linesOf } from './accountCommands.ts';

const askEveryMs = 1_000;
const usage =
  '--site S [--site S2 …] --role called|administrator|both [--region R] [--client ID] [--secret-file F] [--redirect] [--label L], or --state S --code C';

/** Said before ButterflyMX is asked for anything: without the right account all that follows is in vain. */
const need = [
  'Vestibule answers as an account of ButterflyMX that the panel can call, and speaks for a building as an administrator of it:',
  '  called         for calls and doors: an account of its own that visitors find in the panel’s directory, such as a tenant',
  '                 "Front desk" with the contact preference "app". Calls to others cannot be answered with it.',
  '  administrator  for integrations and lists: a building administrator of ButterflyMX.',
  '  both           where one account is both.',
];

/** Links an account. With a person at the terminal in one go; for programs in two steps, as the vendor shows a code in between. */
export const connectCommand: Command = {
  ...plain,
  words: 'connect',
  usage,
  does: 'link an account of ButterflyMX to sites',
  optional: ['site', 'role', 'region', 'client', 'secret-file', 'redirect', 'label', 'code', 'state'],
  run: async (given, around) => {
    if (given.code !== undefined && given.state !== undefined) return finish(around.ask, given.state, given.code);
    const asked = LinkRequest.safeParse(requestOf(given));
    if (!asked.success)
      return misused(
        `--${nameOf(asked.error.issues[0]?.path[0])} is missing or wrong. Usage: vestibule connect ${usage}`,
      );
    const secret = secretIn(given['secret-file']);
    if (secret === null) return misused('The file that --secret-file names cannot be read, or is empty.');
    if (!around.json) for (const line of [...need, '']) around.say(line);
    const begun = await around.ask(operator.beginLink, { body: { ...asked.data, ...secret } });
    return begun.ok ? lead(begun.value, around) : begun.error;
  },
};

/** Tells what to do; then waits for the code, or for the vendor to bring it; or leaves that to a second command. */
async function lead(link: NewLink, around: Surroundings): Promise<Outcome> {
  const { state, url } = link;
  if (around.json) return done({ state, url }, []);
  around.say('Open this address, sign in as that account, and allow it. It is good for ten minutes:');
  around.say(`  ${url}`);
  if (link.redirect) {
    around.say('Waiting until ButterflyMX has sent you back …');
    return wait(around.ask, state);
  }
  const code = await around.hear('The code that ButterflyMX shows: ');
  if (code !== null && code !== '') return finish(around.ask, state, code);
  return done({ state, url }, [`Then: vestibule connect --state ${state} --code CODE`]);
}

async function finish(ask: Ask, state: string, code: string): Promise<Outcome> {
  const linked = await ask(operator.finishLink, { params: { state }, body: { code } });
  return linked.ok ? done(linked.value, ['The account is linked.', ...linesOf(linked.value)]) : linked.error;
}

async function wait(ask: Ask, state: string): Promise<Outcome> {
  for (;;) {
    const told = await ask(operator.showLink, { params: { state } });
    if (!told.ok) return told.error;
    switch (told.value.outcome) {
      case 'waiting':
        await timers.setTimeout(askEveryMs);
        break;
      case 'linked':
        return show(ask, told.value.account);
      case 'failed':
        return { kind: 'failed', message: told.value.message, misused: false };
      case 'gone':
        return {
          kind: 'failed',
          message: 'Nobody allowed it within ten minutes. Run vestibule connect again.',
          misused: false,
        };
    }
  }
}

async function show(ask: Ask, account: string): Promise<Outcome> {
  const linked = await ask(operator.showAccount, { params: { account } });
  return linked.ok ? done(linked.value, ['The account is linked.', ...linesOf(linked.value)]) : linked.error;
}

const requestOf = ({ site, role, region, client, redirect, label }: Given) => ({
  sites: site,
  role,
  region,
  client,
  redirect,
  label,
});
const nameOf = (field: PropertyKey | undefined) => (field === 'sites' ? 'site' : String(field));
const misused = (message: string): Outcome => ({ kind: 'failed', message, misused: true });

/** Null when a file was named and there is no secret in it. */
function secretIn(file: string | undefined): { readonly secret?: string } | null {
  if (file === undefined) return {};
  const secret = readSecret(file)?.trim() ?? '';
  return secret === '' ? null : { secret };
}
