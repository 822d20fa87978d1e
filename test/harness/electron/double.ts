/**
 * Stands in for the module `electron`, of which no binary is needed here: the same names, as far as this program uses them, with events that a
 * test can cause and a record of everything that was asked. Windows appear on a stage: none (level A), or pages of a real Chromium (level B).
 */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

type Bounds = { x: number; y: number; width: number; height: number };
export type Frame = { url: string; detached: boolean };
export type WindowOptions = {
  readonly [name: string]: unknown;
  readonly webPreferences?: { readonly preload?: string };
};
type OpenAnswer = { action: 'deny' } | { action: 'allow'; overrideBrowserWindowOptions: WindowOptions };

/** Where windows really are. */
export type Stage = {
  readonly load: (contents: WebContents, address: string) => Promise<void>;
  readonly reload: (contents: WebContents) => Promise<void>;
  readonly crash: (contents: WebContents) => void;
  readonly close: (contents: WebContents) => void;
  readonly send: (contents: WebContents, channel: string, told: unknown) => void;
};
const nowhere: Stage = {
  load: async (contents, address) => {
    contents.mainFrame.url = address;
  },
  reload: async () => {},
  crash: (contents) => void contents.emit('render-process-gone', {}, { reason: 'crashed' }),
  close: () => {},
  send: (contents, channel, told) => void contents.sent.push([channel, told]),
};
let stage = nowhere;
export const putOnStage = (next: Stage): void => {
  stage = next;
};

/** What was asked of the system, for a test to read. */
export const record: {
  badge: number;
  beeps: number;
  relaunches: number;
  exits: number;
  errorBoxes: number;
  sandboxed: boolean;
  appUserModelId: string;
  schemes: unknown[];
  protocolClients: string[];
  login: { openAtLogin: boolean; args: readonly string[] };
  readonly blockers: Map<number, string>;
  readonly keys: Map<string, () => void>;
  readonly takenKeys: Set<string>;
  savePath: string;
  backend: string;
  canSeal: boolean;
  cleared: number;
  cannotDecrypt: boolean;
  fetch: null | ((address: string, init: RequestInit) => Promise<Response>);
} = {
  badge: 0,
  beeps: 0,
  relaunches: 0,
  exits: 0,
  errorBoxes: 0,
  sandboxed: false,
  appUserModelId: '',
  schemes: [],
  protocolClients: [],
  login: { openAtLogin: false, args: [] },
  blockers: new Map<number, string>(),
  keys: new Map<string, () => void>(),
  takenKeys: new Set<string>(),
  savePath: '',
  backend: 'gnome_libsecret',
  canSeal: true,
  cleared: 0,
  cannotDecrypt: false,
  fetch: null,
};

export class WebContents extends EventEmitter {
  readonly sent: [string, unknown][] = [];
  mainFrame: Frame = { url: '', detached: false };
  openHandler: ((asked: { url: string; frameName: string }) => OpenAnswer) | null = null;
  readonly options: WindowOptions;
  #destroyed = false;
  constructor(options: WindowOptions) {
    super();
    this.options = options;
    app.emit('web-contents-created', {}, this);
  }
  setWindowOpenHandler(handler: NonNullable<WebContents['openHandler']>): void {
    this.openHandler = handler;
  }
  send(channel: string, told?: unknown): void {
    stage.send(this, channel, told);
  }
  reload(): void {
    this.emit('did-start-loading');
    void stage.reload(this);
  }
  forcefullyCrashRenderer(): void {
    if (this.#destroyed) throw new Error('Object has been destroyed');
    stage.crash(this);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  end(): void {
    this.#destroyed = true;
    stage.close(this);
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly options: WindowOptions;
  readonly webContents: WebContents;
  bounds: Bounds = { x: 0, y: 0, width: 800, height: 600 };
  visible = false;
  focused = false;
  minimized = false;
  flashing = false;
  onTop: string | false = false;
  everywhere = false;
  #destroyed = false;
  constructor(options: WindowOptions) {
    super();
    this.options = options;
    this.webContents = new WebContents(options);
    this.setBounds({ ...this.bounds, ...pick(options) });
    BrowserWindow.all.push(this);
  }
  /** How many questions had an answer when the page was first loaded. */
  answeredAtLoad: number | null = null;
  loads = 0;
  async loadURL(address: string): Promise<void> {
    if (this.isDestroyed()) throw new Error('Object has been destroyed');
    this.loads += 1;
    this.answeredAtLoad ??= ipcMain.handlers.size;
    this.webContents.emit('did-start-loading');
    await stage.load(this.webContents, address);
    this.emit('ready-to-show');
  }
  show(): void {
    this.visible = true;
    this.emit('show');
  }
  showInactive(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
    this.focused = false;
  }
  focus(): void {
    this.focused = true;
  }
  restore(): void {
    this.minimized = false;
  }
  moveTop(): void {}
  isVisible = () => this.visible;
  isMinimized = () => this.minimized;
  isFullScreen = () => false;
  isDestroyed = () => this.#destroyed;
  getNormalBounds = () => this.bounds;
  setBounds(bounds: Bounds): void {
    this.bounds = bounds;
  }
  setAlwaysOnTop(_on: boolean, level: string): void {
    this.onTop = level;
  }
  setVisibleOnAllWorkspaces(on: boolean): void {
    this.everywhere = on;
  }
  flashFrame(on: boolean): void {
    this.flashing = on;
  }
  /** As the person's click on the window's cross. */
  close(): void {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('close', { preventDefault });
    if (!isPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.visible = false;
    this.webContents.end();
    this.emit('closed');
  }
}
const pick = (options: WindowOptions): Partial<Bounds> =>
  Object.fromEntries(
    ['x', 'y', 'width', 'height'].flatMap((name) => (typeof options[name] === 'number' ? [[name, options[name]]] : [])),
  );

class App extends EventEmitter {
  name = 'Vestibule';
  /** It still has to hand its words over, and ends then. */
  isSecond = false;
  isPackaged = process.env['DOUBLE_PACKAGED'] === 'yes';
  enableSandbox(): void {
    record.sandboxed = true;
  }
  setName(name: string): void {
    this.name = name;
  }
  getName = () => this.name;
  getVersion = () => '0.1.0';
  getAppPath = () => join(import.meta.dirname, '../../..');
  getPath = (what: string) => join(process.env['DOUBLE_USER_DATA'] ?? '/nonexistent', what === 'userData' ? '' : what);
  setAppUserModelId(id: string): void {
    record.appUserModelId = id;
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    record.protocolClients.push(scheme);
    return true;
  }
  setBadgeCount(count: number): void {
    record.badge = count;
  }
  setLoginItemSettings(settings: { openAtLogin: boolean; args?: readonly string[] }): void {
    record.login = { openAtLogin: settings.openAtLogin, args: settings.args ?? [] };
  }
  getLoginItemSettings = () => ({
    openAtLogin: record.login.openAtLogin,
    executableWillLaunchAtLogin: record.login.openAtLogin,
    status: 'enabled',
  });
  whenReady = async () => {};
  relaunch(): void {
    record.relaunches += 1;
  }
  exit(): void {
    record.exits += 1;
    if (process.env['DOUBLE_CHROMIUM'] !== undefined) process.exit(0);
  }
  quit(): void {
    this.emit('before-quit');
    if (this.isSecond) return;
    if (process.env['DOUBLE_CHROMIUM'] !== undefined) process.exit(0);
  }
  /** Really exclusive between processes, by a socket in the data folder; a second one hands its words over. */
  requestSingleInstanceLock(): boolean {
    const folder = process.env['DOUBLE_USER_DATA'];
    if (folder === undefined) return true;
    const path = join(folder, 'instance.sock');
    mkdirSync(folder, { recursive: true });
    if (existsSync(path) && process.env['DOUBLE_SECOND'] === 'yes') {
      connect(path)
        .on('close', () => process.exit(0))
        .end(JSON.stringify(process.argv));
      this.isSecond = true;
      return false;
    }
    rmSync(path, { force: true });
    createServer((socket) => {
      let text = '';
      socket.on('data', (part) => {
        text += part;
      });
      socket.on('end', () => this.emit('second-instance', {}, JSON.parse(text)));
    })
      .listen(path)
      .unref();
    return true;
  }
}
export const app = new App();

type Handler = (event: { senderFrame: Frame | null }, asked: unknown) => unknown;
export const ipcMain = {
  handlers: new Map<string, Handler>(),
  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`A second handler for ${channel}.`);
    this.handlers.set(channel, handler);
  },
  /** A question, with the copying that Electron does on the way and back. */
  async ask(channel: string, frame: Frame | null, asked?: unknown): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler for ${channel}.`);
    return structuredClone(await handler({ senderFrame: frame }, structuredClone(asked)));
  },
};

class Session extends EventEmitter {
  request:
    | null
    | ((contents: unknown, permission: string, decide: (allowed: boolean) => void, details: object) => void) = null;
  check: null | ((contents: unknown, permission: string, origin: string, details: object) => boolean) = null;
  device: null | (() => boolean) = null;
  display: null | ((request: object, decide: (answer: object) => void) => void) = null;
  usb: null | ((details: { protectedClasses: string[] }) => string[]) = null;
  bluetooth: null | ((details: object, decide: (answer: { confirmed: boolean }) => void) => void) = null;
  setPermissionRequestHandler(handler: NonNullable<Session['request']>): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: NonNullable<Session['check']>): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: NonNullable<Session['device']>): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(handler: NonNullable<Session['display']>): void {
    this.display = handler;
  }
  setUSBProtectedClassesHandler(handler: NonNullable<Session['usb']>): void {
    this.usb = handler;
  }
  setBluetoothPairingHandler(handler: NonNullable<Session['bluetooth']>): void {
    this.bluetooth = handler;
  }
  async clearStorageData(): Promise<void> {
    record.cleared += 1;
  }
}
export const session = { defaultSession: new Session() };

export const protocol = {
  handlers: new Map<string, (request: Request) => Promise<Response>>(),
  registerSchemesAsPrivileged(schemes: unknown[]): void {
    record.schemes.push(...schemes);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    this.handlers.set(scheme, handler);
  },
};

const displays = [
  { id: 1, size: { width: 1920, height: 1080 }, scaleFactor: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } },
  { id: 2, size: { width: 1280, height: 1024 }, scaleFactor: 1, workArea: { x: 1920, y: 0, width: 1280, height: 984 } },
] as const;
class Screen extends EventEmitter {
  displays: readonly (typeof displays)[number][] = displays;
  cursor = { x: 2000, y: 10 };
  getAllDisplays = () => this.displays;
  getPrimaryDisplay = () => displays[0];
  getCursorScreenPoint = () => this.cursor;
  getDisplayNearestPoint = ({ x }: { x: number }) =>
    this.displays.find(({ workArea }) => x < workArea.x + workArea.width) ?? displays[0];
}
export const screen = new Screen();

export const powerMonitor = new EventEmitter();
let blocker = 0;
export const powerSaveBlocker = {
  start: (kind: string) => {
    record.blockers.set(++blocker, kind);
    return blocker;
  },
  stop: (id: number) => record.blockers.delete(id),
};

export const globalShortcut = {
  register: (key: string, pressed: () => void) => {
    if (record.takenKeys.has(key)) return false;
    record.keys.set(key, pressed);
    return true;
  },
  unregisterAll: () => record.keys.clear(),
};

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => record.canSeal,
  getSelectedStorageBackend: () => record.backend,
  encryptStringAsync: async (text: string) => Buffer.from(`sealed:${[...text].reverse().join('')}`),
  decryptStringAsync: async (sealed: Buffer) => {
    if (record.cannotDecrypt) throw new Error('The key is gone.');
    return { result: [...sealed.toString().slice('sealed:'.length)].reverse().join(''), shouldReEncrypt: false };
  },
};

export class Tray extends EventEmitter {
  static last: Tray | null = null;
  image: { readonly path: string };
  words = '';
  menu: readonly { readonly label?: string; readonly click?: () => void }[] = [];
  constructor(image: { readonly path: string }) {
    super();
    this.image = image;
    Tray.last = this;
  }
  setImage(image: { readonly path: string }): void {
    this.image = image;
  }
  setToolTip(words: string): void {
    this.words = words;
  }
  setContextMenu(menu: Tray['menu']): void {
    this.menu = menu;
  }
}
export const Menu = { buildFromTemplate: (template: Tray['menu']) => template };
export const nativeImage = { createFromPath: (path: string) => ({ path }) };
export const shell = {
  beep: () => {
    record.beeps += 1;
  },
};
export const dialog = {
  showSaveDialog: async () => ({ canceled: record.savePath === '', filePath: record.savePath }),
  showErrorBox: () => {
    record.errorBoxes += 1;
  },
};
export const net = {
  fetch: (address: string, init: RequestInit) => (record.fetch ?? fetch)(address, init),
};

/** For the preload's source at level A. */
export const exposed = new Map<string, Record<string, unknown>>();
export const contextBridge = {
  exposeInMainWorld: (name: string, api: Record<string, unknown>) => void exposed.set(name, api),
};
export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: (channel: string, asked: unknown) =>
    ipcMain.ask(channel, BrowserWindow.all[0]?.webContents.mainFrame ?? null, asked),
});
