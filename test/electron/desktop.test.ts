/** Level A: main's own sources over the double, in memory. What was asked of Electron is read back; what a page may ask is tried with forged frames and words. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDesktop } from '../../electron/desktop.ts';
import { openSecret } from '../../electron/settings/secret.ts';
import { openSettings, policyFile, readPolicy } from '../../electron/settings/settings.ts';
import { makeLogin } from '../../electron/system/login.ts';
import { takeGlobalKeys } from '../../electron/system/shortcuts.ts';
import { mayOpen } from '../../electron/window/guard.ts';
import { pagePaths } from '../../protocol/bridge.ts';
import { channels, tidings } from '../../protocol/channels.ts';
import {
  app,
  BrowserWindow,
  exposed,
  ipcMain,
  powerMonitor,
  protocol,
  record,
  session,
  Tray,
  WebContents,
} from '../harness/electron/double.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestibule-host-'));
const reported: string[] = [];
const report = (what: string) => void reported.push(what);
const [calm, ringing] = [false, true].map((rings) => ({
  ringing: rings,
  talking: false,
  able: 'yes',
  because: '',
  missed: rings ? 2 : 0,
  card: rings ? 'full' : 'none',
}));
const desk = () => {
  const [window] = BrowserWindow.all;
  if (window === undefined) throw new Error('No window.');
  return window;
};
const frame = () => desk().webContents.mainFrame;
const ask = (channel: string, asked?: unknown) => ipcMain.ask(channel, frame(), asked);

beforeAll(async () => {
  await startDesktop({
    userData: join(folder, 'user'),
    out: '/app/out',
    policy: {},
    report,
    hidden: false,
    now: () => performance.now(),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void reported.splice(0));

describe('the windows', () => {
  it('are sandboxed, isolated, never throttled, and sound without a click', () => {
    const card = mayOpen({ url: `app://vestibule${pagePaths.card}`, frameName: 'ring-card' }, true);
    if (card.action === 'deny') throw new Error('The card was denied.');
    for (const options of [desk().options.webPreferences, card.overrideBrowserWindowOptions.webPreferences]) {
      expect(options).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      });
      expect(options).not.toHaveProperty('enableBlinkFeatures');
      expect(options).not.toHaveProperty('devTools', true);
    }
    expect(card.overrideBrowserWindowOptions).toMatchObject({
      focusable: false,
      alwaysOnTop: true,
      skipTaskbar: true,
      show: false,
    });
    expect(card.overrideBrowserWindowOptions.webPreferences).not.toHaveProperty('preload');
  });

  it.each([
    ['https://desk.example.com/', 'ring-card'],
    ['app://elsewhere/desk/ring/index.html', 'ring-card'],
    [`app://vestibule${pagePaths.card}`, 'another'],
    [`app://vestibule${pagePaths.card}?x`, 'ring-card'],
    ['app://vestibule/desk/', 'ring-card'],
    ['about:blank', 'ring-card'],
    ['file:///etc/passwd', ''],
  ])('%s as %s is not opened', (url, frameName) =>
    expect(mayOpen({ url, frameName }, true)).toEqual({ action: 'deny' }),
  );
  it('nothing is opened by another page than the desk’s', () => {
    expect(mayOpen({ url: `app://vestibule${pagePaths.card}`, frameName: 'ring-card' }, false)).toEqual({
      action: 'deny',
    });
    const other = new WebContents({});
    expect(other.openHandler?.({ url: `app://vestibule${pagePaths.card}`, frameName: 'ring-card' })).toEqual({
      action: 'deny',
    });
  });

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stay where they are at %s', (event) => {
    const tried = (url: string) => {
      let isPrevented = false;
      desk().webContents.emit(event, {
        url,
        preventDefault: () => {
          isPrevented = true;
        },
      });
      return isPrevented;
    };
    for (const url of [
      'https://desk.example.com/',
      'app://elsewhere/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'vestibule://call/1',
    ])
      expect(tried(url), url).toBe(true);
    expect(tried('app://vestibule/desk/')).toBe(false);
  });
  it('embed no other page', () => {
    let isPrevented = false;
    desk().webContents.emit('will-attach-webview', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    expect(isPrevented).toBe(true);
  });
});

describe('permissions', () => {
  const on = session.defaultSession;
  const requested = (contents: unknown, permission: string, details: object) => {
    let allowed: boolean | null = null;
    on.request?.(
      contents,
      permission,
      (decision) => {
        allowed = decision;
      },
      details,
    );
    return allowed;
  };
  const here = { requestingUrl: 'app://vestibule/desk/', isMainFrame: true };
  it('are set for everything that has a handler, and refused by default', () => {
    expect(requested(desk().webContents, 'media', { ...here, mediaTypes: ['audio'] })).toBe(true);
    expect(requested(desk().webContents, 'geolocation', here)).toBe(false);
    expect(requested(desk().webContents, 'media', { ...here, isMainFrame: false, mediaTypes: ['audio'] })).toBe(false);
    expect(
      requested(desk().webContents, 'media', {
        ...here,
        requestingUrl: 'https://desk.example.com/',
        mediaTypes: ['audio'],
      }),
    ).toBe(false);
    expect(requested(new WebContents({}), 'media', { ...here, mediaTypes: ['audio'] })).toBe(false);
    expect(on.check?.(desk().webContents, 'media', 'app://vestibule', { isMainFrame: true, mediaType: 'audio' })).toBe(
      true,
    );
    expect(on.check?.(null, 'media', 'app://vestibule', { isMainFrame: true, mediaType: 'audio' })).toBe(false);
    expect(on.check?.(desk().webContents, 'hid', 'app://vestibule', { isMainFrame: true })).toBe(false);
    expect(on.device?.()).toBe(false);
    expect(on.usb?.({ protectedClasses: ['audio', 'video'] })).toEqual(['audio', 'video']);
    let shared: object | null = null;
    on.display?.({}, (answer) => {
      shared = answer;
    });
    expect(shared).toEqual({});
    let paired: object | null = null;
    on.bluetooth?.({}, (answer) => {
      paired = answer;
    });
    expect(paired).toEqual({ confirmed: false });
  });
  it('nothing is downloaded', () => {
    let isPrevented = false;
    on.emit('will-download', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    expect(isPrevented).toBe(true);
  });
});

describe('the bridge', () => {
  it('has the channels of the contract and no other', () => {
    expect([...ipcMain.handlers.keys()].sort()).toEqual(Object.values(channels).sort());
  });
  it('answers all of them before there is a page to ask', () => {
    expect(desk().answeredAtLoad).toBe(Object.keys(channels).length);
  });
  it('hears the desk’s own main frame and nobody else', async () => {
    const own = frame();
    const forged = [null, { url: own.url, detached: false }, { ...own }, new WebContents({}).mainFrame];
    for (const asker of forged)
      await expect(ipcMain.ask(channels.introduce, asker)).rejects.toThrow('This window may not ask.');
    desk().webContents.mainFrame = { url: own.url, detached: true };
    await expect(ask(channels.introduce)).rejects.toThrow('This window may not ask.');
    desk().webContents.mainFrame = { url: 'https://desk.example.com/', detached: false };
    await expect(ask(channels.introduce)).rejects.toThrow('This window may not ask.');
    desk().webContents.mainFrame = own;
    await expect(ask(channels.introduce)).resolves.toMatchObject({ version: '0.1.0' });
    expect(reported.filter((what) => what === 'frame-refused')).toHaveLength(6);
  });
  it.each(
    Object.values(channels).flatMap((channel) =>
      ['', 7, [], { __proto__: 1, a: 1 }, { token: 7 }, { awake: 'yes' }, { ...ringing, card: 'huge' }, null].map(
        (asked) => [channel, asked] as const,
      ),
    ),
  )('%s refuses %j', async (channel, asked) => {
    if (channel === channels.changeSettings && typeof asked === 'object' && asked !== null && !Array.isArray(asked))
      return;
    await expect(ask(channel, asked)).rejects.toThrow('This question cannot be read.');
  });
  it('the preload gives the page those functions and nothing of Electron', async () => {
    await import('../../electron/preload.ts');
    const api = exposed.get('host') ?? {};
    expect([...exposed.keys()]).toEqual(['host']);
    expect(Object.keys(api).sort()).toEqual(
      [
        ...Object.keys(channels),
        ...Object.keys(tidings).map((name) => `on${name.charAt(0).toUpperCase()}${name.slice(1)}`),
      ].sort(),
    );
    expect(Object.values(api).every((value) => typeof value === 'function')).toBe(true);
  });
});

describe('while something rings', () => {
  it('no sleep, a badge, a flash, words in the tray; all back when it is over', async () => {
    await ask(channels.attend, ringing);
    expect([...record.blockers.values()].sort()).toEqual(['prevent-app-suspension', 'prevent-display-sleep']);
    expect([record.badge, desk().flashing, Tray.last?.words]).toEqual([
      2,
      true,
      'Vestibule: A visitor is calling · 2 missed',
    ]);
    await ask(channels.attend, calm);
    expect([record.blockers.size, record.badge, desk().flashing, Tray.last?.words]).toEqual([
      0,
      0,
      false,
      'Vestibule: Ready to ring',
    ]);
    await ask(channels.keepAwake, { awake: true });
    expect([...record.blockers.values()]).toEqual(['prevent-app-suspension']);
    await ask(channels.keepAwake, { awake: false });
  });
  it('the relay’s address is not changed', async () => {
    await ask(channels.attend, ringing);
    await expect(ask(channels.changeSettings, { relay: 'https://other.example.com' })).resolves.toEqual({
      outcome: 'refused',
      because: 'ringing',
    });
    await ask(channels.attend, calm);
    await expect(ask(channels.changeSettings, { relay: 'https://other.example.com' })).resolves.toMatchObject({
      outcome: 'changed',
      restarts: true,
    });
    await expect(ask(channels.changeSettings, { relay: 'http://other.example.com' })).rejects.toThrow(
      'This question cannot be read.',
    );
    const policy = await protocol.handlers.get('app')?.(new Request('app://vestibule/desk/'));
    expect(policy?.headers.get('content-security-policy')).toContain('wss://other.example.com');
  });
  it('the machine’s waking and its lock are told', () => {
    const { sent } = desk().webContents;
    sent.length = 0;
    powerMonitor.emit('lock-screen');
    powerMonitor.emit('unlock-screen');
    powerMonitor.emit('resume');
    expect(sent).toEqual([
      [tidings.locked, true],
      [tidings.locked, false],
      [tidings.resumed, undefined],
      [tidings.resumed, undefined],
    ]);
  });
});

describe('global keys', () => {
  it('are two, none a door’s and none AltGr’s; taken ones are told', () => {
    record.takenKeys.add('CommandOrControl+Shift+F9');
    const pressed: string[] = [];
    expect(takeGlobalKeys(true, (key) => void pressed.push(key))).toEqual(['CommandOrControl+Shift+F9']);
    record.takenKeys.clear();
    expect(takeGlobalKeys(true, (key) => void pressed.push(key))).toEqual([]);
    expect([...record.keys.keys()]).toEqual(['CommandOrControl+Shift+F9', 'CommandOrControl+Shift+F10']);
    for (const press of record.keys.values()) press();
    expect(pressed).toEqual(['answer', 'silence']);
    expect(takeGlobalKeys(false, () => {})).toEqual([]);
    expect(record.keys.size).toBe(0);
  });
});

describe('the token', () => {
  const token = 'a-token-of-a-desk-0123456789';
  const file = join(folder, 'token.json');
  beforeEach(() => {
    Object.assign(record, { canSeal: true, backend: 'gnome_libsecret', cannotDecrypt: false });
    rmSync(file, { force: true });
  });
  it('lies sealed, and comes back', async () => {
    const secret = openSecret(file, false);
    expect([await secret.store(), await secret.keep(token), await secret.read()]).toEqual(['sealed', 'done', token]);
    expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from(token).toString('base64'));
    secret.forget();
    expect([await secret.read(), existsSync(file)]).toEqual([null, false]);
  });
  it.runIf(process.platform === 'linux')(
    'is not kept where it would be plain text, unless the policy allows it',
    async () => {
      for (const backend of ['basic_text', 'unknown']) {
        record.backend = backend;
        expect([await openSecret(file, false).keep(token), existsSync(file)]).toEqual(['plain-text', false]);
      }
      const allowed = openSecret(file, true);
      expect([await allowed.keep(token), await allowed.read(), await allowed.store()]).toEqual([
        'done',
        token,
        'plain-text-allowed',
      ]);
      expect(await openSecret(file, false).read(), 'a policy that was taken back').toBeNull();
    },
  );
  it('is not kept without a key store, and not lost to a crash when the key is gone', async () => {
    record.canSeal = false;
    expect(await openSecret(file, false).keep(token)).toBe('unavailable');
    record.canSeal = true;
    await openSecret(file, false).keep(token);
    record.cannotDecrypt = true;
    expect(await openSecret(file, false).read()).toBeNull();
  });
});

describe('the settings', () => {
  const at = (name: string) => join(folder, name);
  it('are written whole and read again', async () => {
    const settings = openSettings(at('one.json'), {});
    await Promise.all([
      settings.change({ cardOn: 'primary' }),
      settings.change({ relay: 'https://desk.example.com' }),
      settings.change({ globalKeys: false }),
    ]);
    expect(openSettings(at('one.json'), {}).now()).toEqual({
      relay: 'https://desk.example.com',
      openAtLogin: true,
      cardOn: 'primary',
      globalKeys: false,
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  });
  it.each([['{'], ['[]'], ['{"version":2}'], ['']])('a file with %s is set aside and the desk starts', (text) => {
    writeFileSync(at('two.json'), text);
    const settings = openSettings(at('two.json'), {});
    expect(settings.now().relay).toBeNull();
    expect(settings.trouble).toContain('set aside');
    expect(readFileSync(at('two.json.unreadable'), 'utf8')).toBe(text);
  });
  it('keep what is good of a file that is partly bad', () => {
    writeFileSync(
      at('three.json'),
      JSON.stringify({ version: 1, relay: 'http://desk.example.com', cardOn: 'primary', place: 'x' }),
    );
    expect(openSettings(at('three.json'), {}).now()).toMatchObject({ relay: null, cardOn: 'primary' });
  });
  it('change nothing when they cannot be written', async () => {
    mkdirSync(at('four.json.new'), { recursive: true });
    const settings = openSettings(at('four.json'), {});
    await expect(settings.change({ cardOn: 'primary' })).rejects.toThrow();
    expect(settings.now().cardOn).toBe('active');
  });
  it('yield to the administrator’s policy, which lies where a user cannot write', () => {
    writeFileSync(at('policy.json'), JSON.stringify({ relay: 'https://desk.example.com', allowPlainTextToken: true }));
    const { policy } = readPolicy(at('policy.json'));
    const settings = openSettings(at('five.json'), policy);
    expect([settings.now().relay, settings.managed()]).toEqual(['https://desk.example.com', ['relay']]);
    writeFileSync(at('policy.json'), '{"relay": 7}');
    expect(readPolicy(at('policy.json'))).toMatchObject({
      policy: {},
      trouble: expect.stringContaining('cannot be read'),
    });
    expect(readPolicy(at('none.json')).trouble).toBeNull();
    expect([policyFile('linux'), policyFile('darwin'), policyFile('win32')]).toEqual([
      '/etc/vestibule/desktop.json',
      '/Library/Application Support/Vestibule/desktop.json',
      'C:\\ProgramData\\Vestibule\\desktop.json',
    ]);
  });
});

describe('starting at login', () => {
  const autostart = join(folder, 'autostart');
  const linux = (executable: string) => makeLogin({ platform: 'linux', executable, autostart, isPackaged: true });
  it('is what the system says, not what was asked of it', () => {
    const login = linux(process.execPath);
    expect(login.state()).toBe('off');
    login.set(true);
    expect(login.state()).toBe('on');
    expect(readFileSync(join(autostart, 'vestibule.desktop'), 'utf8')).toContain(`Exec="${process.execPath}" --hidden`);
    expect(linux('/moved/away').state(), 'an entry for a program that is gone').toBe('off');
    writeFileSync(
      join(autostart, 'vestibule.desktop'),
      `${readFileSync(join(autostart, 'vestibule.desktop'), 'utf8')}Hidden=true\n`,
    );
    expect(login.state(), 'switched off in the desktop’s own settings').toBe('off');
    login.set(false);
    expect(existsSync(join(autostart, 'vestibule.desktop'))).toBe(false);
  });
  it('is not claimed for a copy that is not installed', () => {
    expect(makeLogin({ platform: 'linux', executable: '/x', autostart, isPackaged: false }).state()).toBe(
      'not-supported',
    );
  });
  it('asks Windows with the word that keeps it in the tray', () => {
    const login = makeLogin({ platform: 'win32', executable: 'x', autostart, isPackaged: true });
    login.set(true);
    expect([record.login, login.state()]).toEqual([{ openAtLogin: true, args: ['--hidden'] }, 'on']);
  });
});

it('before it is ready the program is sandboxed as a whole, names itself, and makes its scheme a secure one', async () => {
  await import('../../electron/main.ts');
  expect(record.sandboxed).toBe(true);
  expect(record.appUserModelId).toBe('com.vestibule.desk');
  expect(record.schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  expect(app.listenerCount('window-all-closed')).toBe(1);
});
