import type { Page } from 'playwright-core';
import { z } from 'zod';

const Moments = z.record(z.string(), z.number());
/** When a page did what with each call, by its number; milliseconds since 1970, by the clock that every process of the machine has. */
export const Watched = z.object({
  /** The first message that named the call came out of the socket. */
  message: Moments,
  /** Its card or row had been in the document for two frames. */
  painted: Moments,
  /** The proof that its tone leaves the page was sent. */
  sounding: Moments,
  /** The ring's tone was started in the audio graph, each time. */
  tones: z.array(z.number()),
});
export type Watched = z.infer<typeof Watched>;

declare global {
  interface Window {
    watched: Watched;
  }
}

/** Before the page's own script: wraps what the page hears, sends, plays and draws, and changes none of it. */
export const watch = (page: Page): Promise<unknown> => page.addInitScript(wrap);

export const watched = async (page: Page): Promise<Watched> => Watched.parse(await page.evaluate(() => window.watched));

export const machineNow = (): number => performance.timeOrigin + performance.now();

/** Runs in the page, where nothing else of this file is. */
function wrap(): void {
  const now = () => performance.timeOrigin + performance.now();
  const seen: Watched = { message: {}, painted: {}, sounding: {}, tones: [] };
  window.watched = seen;
  const first = (moments: Record<string, number>, call: string) => {
    moments[call] ??= now();
  };
  /** A packet of Socket.IO: its name, and what was said. */
  const read = (packet: unknown): readonly [string, unknown] | null => {
    if (typeof packet !== 'string' || !packet.startsWith('42')) return null;
    const [name, said] = JSON.parse(packet.slice(packet.indexOf('[')));
    return [name, said];
  };
  const within = (of: unknown, ...path: readonly string[]): unknown =>
    path.reduce<unknown>(
      (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : null),
      of,
    );

  window.WebSocket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      this.addEventListener('message', ({ data }) => {
        const [name, said] = read(data) ?? [];
        const call = within(said, 'call', 'id');
        if (name === 'ring' && typeof call === 'string') first(seen.message, call);
      });
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      super.send(data);
      const [name, said] = read(data) ?? [];
      const call = within(said, 'callId');
      if (name === 'receipt' && within(said, 'stage') === 'sounding' && typeof call === 'string')
        first(seen.sounding, call);
    }
  };

  const { prototype } = AudioBufferSourceNode;
  const start = prototype.start;
  prototype.start = function (this: AudioBufferSourceNode, ...when: Parameters<typeof start>) {
    start.apply(this, when);
    if (this.loop) seen.tones.push(now());
  };

  const drawn = new Set<string>();
  new MutationObserver(() => {
    for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-call]')) {
      const call = dataset['call'] ?? '';
      if (drawn.has(call)) continue;
      drawn.add(call);
      requestAnimationFrame(() => requestAnimationFrame(() => first(seen.painted, call)));
    }
  }).observe(document, { subtree: true, childList: true });
}
