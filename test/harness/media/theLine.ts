import { execFileSync } from 'node:child_process';

/** The address that WebRTC's packets take inside the tests' own network, `scripts/test.ts`; what goes over 127.0.0.1 is untouched. */
const address = '10.99.0.1';
const route = ['local', address, 'dev', 'v0', 'table', 'local'];
const ip = (...words: string[]) => execFileSync('ip', words, { stdio: 'pipe' });

/** Takes away the way for media, and gives it back; addresses stay, so that the browser sees no change of network. */
export const theLine = {
  breaks: (): void => void ip('route', 'del', ...route),
  heals: (): void => void ip('route', 'replace', ...route, 'proto', 'kernel', 'scope', 'host', 'src', address),
};
