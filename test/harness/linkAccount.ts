import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import type { Person } from '../../simulator/world/people.ts';
import type { RunningRelay } from './aRelay.ts';
import { agree } from './signIn.ts';

const Started = z.object({ state: z.string(), url: z.string() });

/** Links an account of the simulator at site `demo`, as an operator does: the person signs in, and the code is handed over. */
export async function linkAccount(relay: RunningRelay, who: Person, role: 'called' | 'administrator'): Promise<string> {
  const begun = await relay.answerTo(operator.beginLink, { body: { sites: ['demo'], role, redirect: false } });
  const { state, url } = Started.parse(begun.body);
  const page = new URL(url);
  const code = await agree(page.origin, { ...Object.fromEntries(page.searchParams), who });
  return (await relay.ask(operator.finishLink, { params: { state }, body: { code } })).account;
}
