import type { z } from 'zod';
import {
  type Attention,
  attend,
  type Bridge,
  changeSettings,
  forgetDesk,
  type Introduction,
  introduce,
  keepAwake,
  keepToken,
  type Question,
  RelayAddress,
  restartToUpdate,
  saveDiagnostics,
  showDesk,
  testRelay,
  told,
} from '../../protocol/bridge.ts';
import type { Host, HostEars } from './host.ts';

declare global {
  interface Window {
    /** There when the page is in the desktop program. */
    readonly host?: Bridge;
  }
}

/** The desktop program watches for a page that hangs, so the page speaks up even when nothing has changed. */
const beatEveryMs = 500;

/** The desktop's means, through the bridge; every reply and every message is parsed by the contract. */
export async function electronHost(bridge: Bridge, now: () => number): Promise<Host> {
  const ask = async <A, R>(question: Question<A, R>, way: (asked: A) => Promise<unknown>, asked: A): Promise<R> =>
    question.replies.parse(await way(asked));
  let introduction: Introduction = await ask(introduce, bridge.introduce, undefined);
  let sent = '';
  let sentAt = Number.NEGATIVE_INFINITY;
  const notifications = new Map<string, Notification>();
  const forward = () => void bridge.showDesk().catch(() => {});

  const tell = (attention: Attention) => {
    const text = JSON.stringify(attention);
    if (text === sent && now() - sentAt < beatEveryMs) return;
    sent = text;
    sentAt = now();
    ask(attend, bridge.attend, attention).catch(() => {});
  };
  return {
    relay: introduction.settings.relay,
    ringsUnasked: true,
    seat: introduction.seat,
    token: {
      stored: () => introduction.token,
      keep: async (token) => {
        const kept = await ask(keepToken, bridge.keepToken, { token }).catch(() => ({ outcome: 'refused' as const }));
        introduction = { ...introduction, token };
        return kept.outcome === 'done';
      },
      forget: () => {
        introduction = { ...introduction, token: null };
        ask(forgetDesk, bridge.forgetDesk, undefined).catch(() => {});
      },
    },
    attend: (attention, title) => {
      document.title = title;
      tell(attention);
    },
    keepAwake: (awake) => void ask(keepAwake, bridge.keepAwake, { awake }).catch(() => {}),
    notify: (callId, { title, body }) => {
      try {
        const notification = new Notification(title, { body, tag: callId, silent: true });
        notification.onclick = forward;
        notifications.set(callId, notification);
      } catch {
        /* The system shows none: the ring and the card are there all the same. */
      }
    },
    withdraw: (callId) => {
      notifications.get(callId)?.close();
      notifications.delete(callId);
    },
    comeForward: () => void ask(showDesk, bridge.showDesk, undefined).catch(() => {}),
    listen: (ears) =>
      hearBridge(bridge, {
        ...ears,
        introduced: (news) => {
          introduction = news;
          ears.introduced(news);
        },
      }),
    program: {
      introduction: () => introduction,
      test: (address) =>
        ask(testRelay, bridge.testRelay, { address }).catch(() => ({
          outcome: 'failed' as const,
          because: 'failed' as const,
          detail: '',
        })),
      change: async (change) => {
        const { relay, ...others } = change;
        const address = relay === undefined || relay === null ? null : RelayAddress.safeParse(relay);
        if (address !== null && !address.success) return 'bad-address';
        const asked = address === null ? others : { ...others, relay: address.data };
        const reply = await ask(changeSettings, bridge.changeSettings, asked).catch(() => null);
        if (reply === null) return 'not-written';
        if (reply.outcome === 'refused') return reply.because;
        introduction = reply.introduction;
        return reply.restarts ? 'restarts' : 'changed';
      },
      saveDiagnostics: async () => {
        const reply = await ask(saveDiagnostics, bridge.saveDiagnostics, undefined).catch(() => null);
        if (reply === null || reply.outcome === 'refused') return 'not-written';
        return reply.outcome;
      },
      restartToUpdate: async () => {
        const reply = await ask(restartToUpdate, bridge.restartToUpdate, undefined).catch(() => null);
        if (reply === null) return 'no-update';
        return reply.outcome === 'refused' ? reply.because : reply.outcome;
      },
    },
  };
}

function hearBridge(bridge: Bridge, ears: HostEars): void {
  const hear =
    <T>(schema: z.ZodType<T>, heard: (told: T) => void) =>
    (sent: unknown) => {
      const parsed = schema.safeParse(sent);
      if (parsed.success) heard(parsed.data);
    };
  bridge.onResumed(() => ears.resumed());
  bridge.onShortcut(hear(told.shortcut.tells, ears.shortcut));
  bridge.onOpened(hear(told.opened.tells, ears.opened));
  bridge.onLocked(hear(told.locked.tells, ears.locked));
  bridge.onIntroduced(hear(told.introduced.tells, ears.introduced));
}
