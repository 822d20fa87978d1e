import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';

/** The address that WebRTC's packets take inside the tests' own network, `scripts/test.ts`; what goes over 127.0.0.1 is untouched. */
const address = '10.99.0.1';
const route = ['local', address, 'dev', 'v0', 'table', 'local'];
const ip = (...words: string[]) => execFileSync('ip', words, { stdio: 'pipe' });
/** A name of that network alone: only one at a time can listen on it. */
const turn = '\0vestibule-the-line';

async function takeTurn(): Promise<Server> {
  for (;;) {
    const server = createServer().listen(turn);
    const taken = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (taken) return server;
    await wait(100);
  }
}

/** For the file that calls it, which must be of the project `line`: the line is its own from before its first test to after its last. */
export function theLine(): { readonly breaks: () => void; readonly heals: () => void } {
  let held: Server | null = null;
  beforeAll(async () => {
    held = await takeTurn();
  });
  afterAll(() => void held?.close());
  return {
    /** Takes away the way for media; addresses stay, so that the browser sees no change of network. */
    breaks: () => void ip('route', 'del', ...route),
    heals: () => void ip('route', 'replace', ...route, 'proto', 'kernel', 'scope', 'host', 'src', address),
  };
}
