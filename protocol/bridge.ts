/** The contract between the desktop's window and its main process: each question is one object that both sides import. */
import { z } from 'zod';
import { CallId } from './call.ts';
import { channels, tidings } from './channels.ts';
import { relayAt } from './relayAddress.ts';

/** The page's origin in the desktop; one constant, which only the double for tests maps to something a headless browser can open. */
export const pageOrigin = 'app://vestibule';
/** The desk's page and the card's, under that origin. */
export const pagePaths = { desk: '/desk/', card: '/desk/ring/index.html' } as const;
/** The one window that the page may open. */
export const cardFrame = 'ring-card';

/** A question of the window to main: the channel, what is asked, what is replied. */
export type Question<A, R> = {
  readonly channel: string;
  readonly asks: z.ZodType<A>;
  readonly replies: z.ZodType<R>;
};
const question = <A, R>(channel: string, asks: z.ZodType<A>, replies: z.ZodType<R>): Question<A, R> => ({
  channel,
  asks,
  replies,
});

const Nothing = z.undefined();
const Done = z.object({ outcome: z.literal('done') });

/**
 * A relay's address: https, or http on this machine alone; its origin and path are all that is kept of it. `http:` elsewhere would send
 * the desk's token in the clear.
 */
export const RelayAddress = z
  .string()
  .trim()
  .max(300)
  .transform((text, context) => {
    const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    const isLoopback = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    if (
      url !== null &&
      url.hostname !== '' &&
      url.username === '' &&
      url.password === '' &&
      (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))
    )
      return relayAt(url);
    context.addIssue({ code: 'custom', message: 'A relay’s address begins with https://.' });
    return z.NEVER;
  });

/** What a person may set. */
export const DesktopSettings = z.object({
  /** The relay's origin, with its path where it has one; null before the first pairing. */
  relay: z.string().nullable(),
  openAtLogin: z.boolean(),
  /** Which display shows the ring card: the one with the pointer, or the primary one. */
  cardOn: z.enum(['active', 'primary']),
  globalKeys: z.boolean(),
});
export type DesktopSettings = z.infer<typeof DesktopSettings>;

/** Whether starting at login is in force, as the system says, whatever was asked of it. */
export const LoginState = z.enum(['on', 'off', 'needs-approval', 'not-supported', 'managed']);
export type LoginState = z.infer<typeof LoginState>;

/** Where the desk's token is kept: sealed by the system's key store, refused because it would be plain text, or not there at all. */
export const TokenStore = z.enum(['sealed', 'plain-text-allowed', 'plain-text-refused', 'unavailable']);
export type TokenStore = z.infer<typeof TokenStore>;

/** Everything that the page should know of the program around it. */
export const Introduction = z.object({
  version: z.string(),
  platform: z.string(),
  settings: DesktopSettings,
  /** The names of the settings that an administrator's policy holds; they cannot be changed here. */
  managed: z.array(z.string()),
  token: z.string().nullable(),
  /** The name of this program's one seat: a page that was restarted goes back to its call by it. */
  seat: z.string(),
  tokenStore: TokenStore,
  login: LoginState,
  /** Global keys that another program has taken. */
  takenKeys: z.array(z.string()),
  /** A newer version that is ready; it is installed when nothing rings or talks, and never by itself in a shift. */
  update: z.string().nullable(),
  /** The page was restarted after a crash or a hang. */
  restarted: z.boolean(),
});
export type Introduction = z.infer<typeof Introduction>;

/** All that main knows of the desk's state, and so all that it can show or beep for. */
export const Attention = z.object({
  ringing: z.boolean(),
  talking: z.boolean(),
  /** Whether this desk can ring, in one word, for the tray. */
  able: z.enum(['yes', 'no', 'not-paired']),
  /** The cause, in the words of the banner. */
  because: z.string().max(200),
  missed: z.number().int().min(0).max(9_999),
  /** How much of the ring card there is: all of it, or the strip of a call that was silenced here. */
  card: z.enum(['none', 'full', 'strip']),
});
export type Attention = z.infer<typeof Attention>;

/** What stands between this machine and its relay. */
export const RelayTest = z.discriminatedUnion('outcome', [
  /** `ready` is false when the relay lives but cannot store or ring now. */
  z.object({ outcome: z.literal('works'), ready: z.boolean() }),
  z.object({
    outcome: z.literal('failed'),
    because: z.enum([
      'bad-address',
      'offline',
      'dns',
      'refused',
      'tls',
      'proxy',
      'timeout',
      'not-a-relay',
      'old-relay',
      'token',
      'failed',
    ]),
    detail: z.string(),
  }),
]);
export type RelayTest = z.infer<typeof RelayTest>;

/** Asked once, before anything is drawn: what the program around the page is. */
export const introduce = question(channels.introduce, Nothing, Introduction);
/** Keeps the desk's token where the system keeps secrets, or says that it cannot. */
export const keepToken = question(
  channels.keepToken,
  z.object({ token: z.string().min(20).max(200) }),
  z.discriminatedUnion('outcome', [
    Done,
    z.object({ outcome: z.literal('refused'), because: z.enum(['plain-text', 'unavailable']) }),
  ]),
);
/** Wipes the token and what the page has stored. */
export const forgetDesk = question(channels.forgetDesk, Nothing, Done);
/** Tells main what rings and how this desk stands, at every change. */
export const attend = question(channels.attend, Attention, Done);
/** The computer must not sleep while somebody is on shift. */
export const keepAwake = question(channels.keepAwake, z.object({ awake: z.boolean() }), Done);
/** Changes settings that a person may change; what an administrator's policy holds stays. */
export const changeSettings = question(
  channels.changeSettings,
  z
    .object({
      relay: RelayAddress,
      openAtLogin: z.boolean(),
      cardOn: DesktopSettings.shape.cardOn,
      globalKeys: z.boolean(),
    })
    .partial(),
  z.discriminatedUnion('outcome', [
    /** `restarts`: the page's policy follows the relay's address, so main loads the page again. */
    z.object({ outcome: z.literal('changed'), introduction: Introduction, restarts: z.boolean() }),
    z.object({ outcome: z.literal('refused'), because: z.enum(['managed', 'ringing', 'not-written']) }),
  ]),
);
/** Asks an address whether a relay answers there. */
export const testRelay = question(channels.testRelay, z.object({ address: z.string().max(300) }), RelayTest);
/** Brings the desk's window to the front, because somebody asked for it. */
export const showDesk = question(channels.showDesk, Nothing, Done);
/** Writes what support needs into a file that a person chooses; nothing secret is in it. */
export const saveDiagnostics = question(
  channels.saveDiagnostics,
  Nothing,
  z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('saved'), file: z.string() }),
    z.object({ outcome: z.literal('cancelled') }),
    z.object({ outcome: z.literal('refused'), because: z.literal('not-written') }),
  ]),
);
/** Installs the newer version that is ready, unless something rings or talks. */
export const restartToUpdate = question(
  channels.restartToUpdate,
  Nothing,
  z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('restarting') }),
    z.object({ outcome: z.literal('refused'), because: z.enum(['ringing', 'no-update']) }),
  ]),
);

/** What a `vestibule://` address may ask for: to be shown something. Nothing is answered, opened or enrolled by one. */
export const Opened = z.discriminatedUnion('what', [
  z.object({ what: z.literal('call'), callId: CallId }),
  z.object({ what: z.literal('pair'), code: z.string().regex(/^[A-Za-z0-9-]{6,40}$/) }),
]);
export type Opened = z.infer<typeof Opened>;

/** What main tells, and the shape of each. */
export const told = {
  resumed: { channel: tidings.resumed, tells: z.undefined() },
  shortcut: { channel: tidings.shortcut, tells: z.enum(['answer', 'silence']) },
  opened: { channel: tidings.opened, tells: Opened },
  /** The screen was locked, or unlocked: no visitor's face is left to whoever walks by. */
  locked: { channel: tidings.locked, tells: z.boolean() },
  introduced: { channel: tidings.introduced, tells: Introduction },
} as const;

/** What the preload puts on the window, and no more: functions of plain values. */
export type Bridge = {
  readonly [N in keyof typeof channels]: (asked?: unknown) => Promise<unknown>;
} & {
  readonly onResumed: (heard: () => void) => void;
  readonly onShortcut: (heard: (told: unknown) => void) => void;
  readonly onOpened: (heard: (told: unknown) => void) => void;
  readonly onLocked: (heard: (told: unknown) => void) => void;
  readonly onIntroduced: (heard: (told: unknown) => void) => void;
};
