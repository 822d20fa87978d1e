/** The strings by which a test moves the double from another process. */
import { z } from 'zod';
import { app, BrowserWindow, powerMonitor, record, screen, Tray } from './double.ts';

export const Order = z.discriminatedUnion('order', [
  z.object({ id: z.number(), order: z.literal('state') }),
  z.object({
    id: z.number(),
    order: z.literal('power'),
    event: z.enum(['resume', 'suspend', 'lock-screen', 'unlock-screen']),
  }),
  z.object({ id: z.number(), order: z.literal('key'), key: z.string() }),
  z.object({ id: z.number(), order: z.literal('crash') }),
  z.object({ id: z.number(), order: z.literal('close') }),
  z.object({ id: z.number(), order: z.literal('tray') }),
  z.object({ id: z.number(), order: z.literal('open-url'), address: z.string() }),
  z.object({ id: z.number(), order: z.literal('unplug') }),
  z.object({ id: z.number(), order: z.literal('save-to'), path: z.string() }),
]);
export type Order = z.infer<typeof Order>;

export const Seen = z.object({
  windows: z.array(
    z.object({
      url: z.string(),
      visible: z.boolean(),
      focused: z.boolean(),
      onTop: z.union([z.string(), z.literal(false)]),
      focusable: z.boolean(),
      bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    }),
  ),
  tray: z.object({ words: z.string(), image: z.string() }),
  badge: z.number(),
  beeps: z.number(),
  blockers: z.array(z.string()),
  keys: z.array(z.string()),
});
export type Seen = z.infer<typeof Seen>;

function look(): Seen {
  const windows = BrowserWindow.all.filter((window) => !window.isDestroyed());
  return {
    windows: windows.map((window) => ({
      url: window.webContents.mainFrame.url,
      visible: window.visible,
      focused: window.focused,
      onTop: window.onTop,
      focusable: window.options['focusable'] !== false,
      bounds: window.bounds,
    })),
    tray: { words: Tray.last?.words ?? '', image: Tray.last?.image.path.split('/').at(-1) ?? '' },
    badge: record.badge,
    beeps: record.beeps,
    blockers: [...record.blockers.values()].sort(),
    keys: [...record.keys.keys()],
  };
}

function carryOut(order: Order): void {
  const [desk] = BrowserWindow.all;
  switch (order.order) {
    case 'state':
      return;
    case 'power':
      powerMonitor.emit(order.event);
      return;
    case 'key':
      record.keys.get(order.key)?.();
      return;
    case 'crash':
      desk?.webContents.forcefullyCrashRenderer();
      return;
    case 'close':
      desk?.close();
      return;
    case 'tray':
      Tray.last?.emit('click');
      return;
    case 'open-url':
      app.emit('open-url', { preventDefault: () => {} }, order.address);
      return;
    case 'unplug':
      screen.displays = screen.displays.slice(0, 1);
      screen.cursor = { x: 10, y: 10 };
      screen.emit('display-removed');
      return;
    case 'save-to':
      record.savePath = order.path;
      return;
  }
}

export function obey(): void {
  process.on('message', (message: unknown) => {
    const order = Order.parse(message);
    carryOut(order);
    process.send?.({ id: order.id, seen: look() });
  });
}
