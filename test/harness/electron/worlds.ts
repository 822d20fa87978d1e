/** The two worlds of a page in the double: the page's own, and the preload's isolated one. Plain text crosses between them, as in Electron. */

/** In the page's world: what `exposeInMainWorld` makes, as a frozen object of functions. */
export const mainWorld = `(() => {
  let next = 0;
  const waiting = new Map();
  const callbacks = new Map();
  const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(detail) }));
  const hear = (name, heard) => document.addEventListener(name, ({ detail }) => heard(JSON.parse(detail)));
  hear('double-return', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) resolve?.(value);
    else reject?.(new Error(error));
  });
  hear('double-callback', ({ callback, args }) => callbacks.get(callback)?.(...args));
  hear('double-expose', ({ name, keys }) => {
    const api = {};
    for (const key of keys)
      api[key] = (...args) =>
        new Promise((resolve, reject) => {
          const id = next++;
          waiting.set(id, { resolve, reject });
          const sent = args.map((arg) => {
            if (typeof arg !== 'function') return { value: arg };
            const callback = next++;
            callbacks.set(callback, arg);
            return { callback };
          });
          say('double-call', { id, key, args: sent });
        });
    Object.defineProperty(window, name, { value: Object.freeze(api) });
  });
})();`;

/** In the isolated world: \`require('electron')\` with what a sandboxed preload gets, around the built preload. */
export const isolatedWorld = (preload: string): string => `(() => {
  let next = 0;
  const waiting = new Map();
  const listeners = new Map();
  const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(detail) }));
  globalThis.doubleHear = ({ id, value, error, channel, told }) => {
    if (channel !== undefined) return (listeners.get(channel) ?? []).forEach((heard) => heard({}, told));
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) resolve?.(value);
    else reject?.(new Error(error));
  };
  const ipcRenderer = {
    invoke: (channel, asked) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        globalThis.doubleIpc(JSON.stringify({ id, channel, asked }));
      }),
    on: (channel, heard) => void listeners.set(channel, [...(listeners.get(channel) ?? []), heard]),
  };
  const contextBridge = {
    exposeInMainWorld: (name, api) => {
      document.addEventListener('double-call', async ({ detail }) => {
        const { id, key, args } = JSON.parse(detail);
        const real = args.map(({ value, callback }) =>
          callback === undefined ? value : (...told) => say('double-callback', { callback, args: told }));
        try {
          say('double-return', { id, value: await api[key](...real) });
        } catch (error) {
          say('double-return', { id, error: String(error) });
        }
      });
      say('double-expose', { name, keys: Object.keys(api) });
    },
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('module not found: ' + name);
    return { ipcRenderer, contextBridge };
  };
  const module = { exports: {} };
  (function (require, module, exports) {
${preload}
  })(require, module, module.exports);
})();`;
