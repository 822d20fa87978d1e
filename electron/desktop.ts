/** The desktop once Electron is ready: windows, tray, keys, power, and the answers to the page's questions. */
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, net, powerMonitor, protocol, screen, session, type WebContents } from 'electron';
import { attend, cardFrame, type Introduction, type Opened, told } from '../protocol/bridge.ts';
import { answerQuestions } from './bridge/answers.ts';
import { answerOnBridge } from './bridge/bridge.ts';
import { makeHeart } from './health/heart.ts';
import type { Report } from './health/log.ts';
import { keepPageAlive } from './health/revive.ts';
import { openSecret } from './settings/secret.ts';
import { openSettings, type Policy } from './settings/settings.ts';
import { checkUpdates } from './system/checkUpdates.ts';
import { makeLogin } from './system/login.ts';
import { takeGlobalKeys } from './system/shortcuts.ts';
import { makeTray } from './system/tray.ts';
import { keepAttention } from './window/attention.ts';
import { makeRingCard } from './window/card.ts';
import { openDesk } from './window/desk.ts';
import { guardContents } from './window/guard.ts';
import { answerPages } from './window/pages.ts';
import { denyByDefault } from './window/permissions.ts';

export type DesktopParts = {
  readonly userData: string;
  /** The folder of the builds: renderer, preload, icons. */
  readonly out: string;
  readonly policy: Policy;
  readonly report: Report;
  readonly hidden: boolean;
  readonly now: () => number;
};

export type Desktop = { readonly show: () => void; readonly open: (opened: Opened) => void };

export async function startDesktop({ userData, out, policy, report, hidden, now }: DesktopParts): Promise<Desktop> {
  const settings = openSettings(join(userData, 'settings.json'), policy);
  if (settings.trouble !== null) report('settings-unreadable', settings.trouble);
  const secret = openSecret(join(userData, 'desk-token.json'), policy.allowPlainTextToken === true);
  const login = makeLogin({
    platform: process.platform,
    executable: process.env.APPIMAGE ?? process.execPath,
    autostart: join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'autostart'),
    isPackaged: app.isPackaged,
  });
  const setLogin = () => {
    try {
      login.set(settings.now().openAtLogin);
    } catch (error) {
      report('login-not-set', String(error));
    }
  };
  setLogin();

  const seat = randomUUID();
  let isEnding = false;
  let restarted = false;
  let deskContents: WebContents | null = null;
  const isDesk = (contents: WebContents | null) => contents !== null && contents === deskContents;
  protocol.handle(
    'app',
    answerPages(join(out, 'renderer'), () => settings.now().relay),
  );
  denyByDefault(isDesk);
  guardContents({ isDesk, report });

  const desk = openDesk({
    preload: join(out, 'preload', 'preload.cjs'),
    settings,
    hidden,
    isEnding: () => isEnding,
    report,
    created: (contents) => {
      deskContents = contents;
    },
  });
  const contents = desk.window.webContents;
  const card = makeRingCard(() => settings.now().cardOn);
  contents.on('did-create-window', (window, { frameName }) => {
    if (frameName === cardFrame) card.take(window);
  });
  const end = () => {
    isEnding = true;
    app.quit();
  };
  const tray = makeTray({ icons: join(out, 'icons'), open: desk.show, quit: end, report });
  const attention = keepAttention({ desk, card, tray, keepDisplayOn: policy.keepDisplayOn === true });
  const heart = makeHeart(now);
  const page = keepPageAlive({
    desk,
    heart,
    now,
    wasRinging: () => attention.now().ringing,
    gone: () => {
      restarted = true;
      card.drop();
    },
    report,
  });

  const tell = <N extends keyof typeof told>(name: N, value?: unknown) => {
    if (!contents.isDestroyed()) contents.send(told[name].channel, value);
  };
  let takenKeys = takeGlobalKeys(settings.now().globalKeys, (key) => tell('shortcut', key));
  const updates = await checkUpdates(policy.updates !== false, {
    attention: () => attention.now(),
    changed: () => void introduction().then((news) => tell('introduced', news)),
    report,
    beforeRestart: () => {
      isEnding = true;
    },
  });
  const introduction = async (): Promise<Introduction> => ({
    version: app.getVersion(),
    platform: process.platform,
    settings: settings.now(),
    managed: [...settings.managed()],
    token: await secret.read(),
    seat,
    tokenStore: await secret.store(),
    login: settings.managed().includes('openAtLogin') ? 'managed' : login.state(),
    takenKeys: [...takenKeys],
    update: updates.ready(),
    restarted,
  });

  /** A link waits until the page can hear it, which its first word about itself shows. */
  let pending: Opened | null = null;
  let hears = false;
  contents.on('did-start-loading', () => {
    hears = false;
  });
  const answer = answerOnBridge({ desk: () => deskContents, report });
  answer(attend, (next) => {
    heart.beat(next.ringing || next.talking);
    page.alive();
    attention.attend(next);
    hears = true;
    if (pending !== null) open(pending);
    pending = null;
    return { outcome: 'done' } as const;
  });
  answerQuestions(answer, {
    introduction,
    settings,
    secret,
    attention,
    updates,
    desk,
    setLogin,
    takeKeys: () => {
      takenKeys = takeGlobalKeys(settings.now().globalKeys, (key) => tell('shortcut', key));
    },
    /** The page's policy names the relay, so another relay means another page. */
    reload: () => {
      restarted = false;
      card.drop();
      setTimeout(() => desk.window.isDestroyed() || contents.reload(), 0);
    },
    wipe: async () => {
      secret.forget();
      await session.defaultSession.clearStorageData();
    },
    fetch: (address, init) => net.fetch(address, init),
    logFile: join(userData, 'logs', 'desktop.log'),
    displays: () => screen.getAllDisplays().map(({ size, scaleFactor }) => ({ ...size, scale: scaleFactor })),
    now,
  });

  /** A machine that wakes up has a dead link that does not know it yet. */
  const wake = () => {
    heart.rest();
    tell('resumed');
  };
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', () => {
    tell('locked', false);
    wake();
  });
  powerMonitor.on('lock-screen', () => tell('locked', true));
  powerMonitor.on('suspend', () => heart.rest());
  app.on('before-quit', () => {
    isEnding = true;
  });
  function open(opened: Opened): void {
    if (hears) tell('opened', opened);
    else pending = opened;
  }

  desk.load();
  /** A first page that never comes up is noticed too. */
  heart.beat(false);
  report('started', app.getVersion());
  return { show: desk.show, open };
}
