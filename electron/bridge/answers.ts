import { app, type BrowserWindow, dialog } from 'electron';
import {
  changeSettings,
  forgetDesk,
  type Introduction,
  introduce,
  keepAwake,
  keepToken,
  restartToUpdate,
  saveDiagnostics,
  showDesk,
  testRelay,
} from '../../protocol/bridge.ts';
import { describeDesk } from '../health/diagnostics.ts';
import type { Secret } from '../settings/secret.ts';
import { type Settings, writeWhole } from '../settings/settings.ts';
import { type Fetch, meansRelay, tryRelay } from '../settings/tryRelay.ts';
import type { Updates } from '../system/updates.ts';
import type { AttentionKeeper } from '../window/attention.ts';
import type { Answer } from './bridge.ts';

export type AnswerParts = {
  readonly introduction: () => Promise<Introduction>;
  readonly settings: Settings;
  readonly secret: Secret;
  readonly attention: AttentionKeeper;
  readonly updates: Updates;
  readonly desk: { readonly window: BrowserWindow; readonly show: () => void };
  readonly setLogin: () => void;
  readonly takeKeys: () => void;
  readonly reload: () => void;
  readonly wipe: () => Promise<void>;
  readonly fetch: Fetch;
  readonly logFile: string;
  readonly displays: () => readonly { readonly width: number; readonly height: number; readonly scale: number }[];
  readonly now: () => number;
};

const done = { outcome: 'done' } as const;
const refused = <B extends string>(because: B) => ({ outcome: 'refused', because }) as const;

/** What main answers; `attend` stands in desktop.ts, where the parts are that it moves. */
export function answerQuestions(answer: Answer, parts: AnswerParts): void {
  const { settings, secret, attention, updates, desk } = parts;
  const isBusy = () => attention.now().ringing || attention.now().talking;

  answer(introduce, parts.introduction);
  answer(keepToken, async ({ token }) => {
    const kept = await secret.keep(token);
    return kept === 'done' ? done : refused(kept);
  });
  answer(forgetDesk, async () => {
    await parts.wipe();
    return done;
  });
  answer(keepAwake, ({ awake }) => {
    attention.keepAwake(awake);
    return done;
  });
  answer(changeSettings, async (change) => {
    if (Object.keys(change).some((name) => settings.managed().includes(name))) return refused('managed');
    const before = settings.now();
    const restarts = change.relay !== undefined && change.relay !== before.relay;
    if (restarts && isBusy()) return refused('ringing');
    try {
      await settings.change(change);
    } catch {
      return refused('not-written');
    }
    /** A token belongs to the relay that gave it, and is shown to no other. */
    if (restarts) secret.forget();
    if (change.openAtLogin !== undefined) parts.setLogin();
    if (change.globalKeys !== undefined) parts.takeKeys();
    const introduction = await parts.introduction();
    if (restarts) parts.reload();
    return { outcome: 'changed', introduction, restarts } as const;
  });
  answer(testRelay, async ({ address }) => {
    const isOwn = meansRelay(address, settings.now().relay);
    return tryRelay(parts.fetch, address, isOwn ? await secret.read() : null);
  });
  answer(showDesk, () => {
    desk.show();
    return done;
  });
  answer(restartToUpdate, () => {
    const outcome = updates.restart();
    return outcome === 'restarting' ? ({ outcome } as const) : refused(outcome);
  });
  answer(saveDiagnostics, async () => {
    const text = await describeDesk({
      introduction: await parts.introduction(),
      versions: {
        vestibule: app.getVersion(),
        electron: process.versions.electron,
        chrome: process.versions.chrome,
      },
      logFile: parts.logFile,
      displays: parts.displays(),
      uptimeSeconds: parts.now() / 1_000,
    });
    const { canceled, filePath } = await dialog.showSaveDialog(desk.window, {
      title: 'Save diagnostics',
      defaultPath: 'vestibule-diagnostics.json',
      filters: [{ name: 'JSON', extensions: ['json'] }],
    });
    if (canceled || filePath === '') return { outcome: 'cancelled' } as const;
    try {
      await writeWhole(filePath, text);
      return { outcome: 'saved', file: filePath } as const;
    } catch {
      return refused('not-written');
    }
  });
}
