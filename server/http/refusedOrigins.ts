import type { Write } from '../log.ts';

/** How many origins are remembered; whoever sends more is not looking for help. */
const mostOrigins = 50;
const longestTold = 200;

/** Logs each refused `Origin` once, with what to set: a proxy that rewrites `Host` makes the relay's own page look like somebody else's. */
export function refusedOrigins(log: { readonly warn: Write }): (origin: string) => void {
  const told = new Set<string>();
  return (origin) => {
    const shown = origin.slice(0, longestTold);
    if (told.has(shown) || told.size >= mostOrigins) return;
    told.add(shown);
    log.warn({ origin: shown }, sentence);
  };
}

const sentence =
  'a page of this origin was refused; if desks are opened there, set VESTIBULE_PUBLIC_URL to that address, or let the proxy pass Host on as it came';
