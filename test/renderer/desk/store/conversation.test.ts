import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, type AskName, askNamed, type Reply } from '../../../../protocol/asks.ts';
import { CallId } from '../../../../protocol/call.ts';
import type { Grant } from '../../../../protocol/replies.ts';
import {
  type Conversation,
  type ConversationParts,
  makeConversations,
} from '../../../../renderer/desk/store/conversation.ts';
import type { LiveMicrophone } from '../../../../renderer/media/liveMicrophone.ts';
import type { MediaSession, SessionEvents } from '../../../../renderer/media/session.ts';

const callId = CallId.parse('a-call');
const grant: Grant = { provider: 'twilio', room: 'a-call', token: 'a-token' };

/** A page's conversation with a relay that answers yes, a microphone that opens, and a session in the test's hand. */
function aConversation(change: Partial<ConversationParts> = {}) {
  const asked: { readonly name: AskName; readonly with: unknown }[] = [];
  const said: string[] = [];
  const freed: string[] = [];
  const pictures: boolean[] = [];
  let shown: Conversation = { phase: 'none' };
  let events: SessionEvents | null = null;
  const microphone: LiveMicrophone = {
    open: async () => null,
    state: () => 'open',
    reopen: async () => {},
    free: () => freed.push('microphone'),
  };
  const session: MediaSession = {
    setMuted: () => {},
    takeMicrophone: () => {},
    setPicture: (isWanted) => pictures.push(isWanted),
    leave: () => freed.push('session'),
  };
  const replies: { readonly [N in AskName]?: Reply<N> } = {
    answer: { outcome: 'yours' },
    media: { outcome: 'granted', grant },
    hangUp: { outcome: 'done' },
  };
  const ask = async <N extends AskName>(name: N, what: Asked<N>): Promise<Reply<N>> => {
    asked.push({ name, with: what });
    const reply = replies[name];
    if (reply === undefined) throw new Error(`Nobody thought of ${name}.`);
    return reply;
  };
  const conversations = makeConversations({
    link: () => ({ ask, isUp: () => true }),
    makeMicrophone: () => microphone,
    joinSession: async (_grant, _joining, heard) => {
      events = heard;
      return session;
    },
    now: () => 0,
    changed: (conversation) => {
      shown = conversation;
    },
    setback: (kind) => kind !== null && said.push(kind),
    connected: () => {},
    ...change,
  });
  return {
    conversations,
    said,
    freed,
    pictures,
    hungUp: () => asked.filter(({ name }) => name === 'hangUp').map((entry) => entry.with),
    shown: () => shown,
    tell: () => {
      if (events === null) throw new Error('No session was joined.');
      return events;
    },
  };
}

/** Every question is refused with a word that this page does not know. */
const refuse = async <N extends AskName>(name: N): Promise<Reply<N>> =>
  askNamed[name].replies.parse({ outcome: 'refused', because: 'full-moon' });

describe('a conversation', () => {
  let talk: ReturnType<typeof aConversation>;
  beforeEach(() => {
    talk = aConversation();
  });

  it.each([
    ['connection-failed', 'could-not-connect'],
    ['no-media-path', 'no-media-path'],
    ['media-lost', 'media-lost'],
    ['token-expired', 'token-expired'],
    ['room-full', 'room-full'],
    ['provider-unsupported', 'provider-unsupported'],
  ] as const)('that ends by %s frees the devices, says %s and lets the others ring', async (end, word) => {
    await talk.conversations.answer(callId);
    talk.tell().over(end);
    expect(talk.said).toEqual([word]);
    expect(talk.freed).toContain('microphone');
    expect(talk.hungUp()).toEqual([{ callId, because: 'connection-failed' }]);
    expect(talk.shown()).toEqual({ phase: 'none' });
  });

  it('that another window took over says so and hangs nothing up', async () => {
    await talk.conversations.answer(callId);
    talk.tell().over('replaced');
    expect([talk.said, talk.hungUp(), talk.freed]).toEqual([['replaced'], [], ['microphone']]);
  });

  it('that the visitor left is no setback', async () => {
    await talk.conversations.answer(callId);
    talk.tell().over('visitor-hung-up');
    expect([talk.said, talk.hungUp()]).toEqual([[], [{ callId, because: 'visitor-hung-up' }]]);
  });

  it('whose media code cannot be fetched fails like any other', async () => {
    const lost = aConversation({ joinSession: () => Promise.reject(new TypeError('Failed to fetch a module.')) });
    await lost.conversations.answer(callId);
    expect([lost.said, lost.hungUp(), lost.freed]).toEqual([
      ['could-not-connect'],
      [{ callId, because: 'connection-failed' }],
      ['microphone'],
    ]);
  });

  it('that is dropped while the session is being joined leaves it and frees the microphone', async () => {
    let join: (session: MediaSession) => void = () => {};
    const freed: string[] = [];
    const slow = aConversation({
      joinSession: () =>
        new Promise((resolve) => {
          join = resolve;
        }),
    });
    const answering = slow.conversations.answer(callId);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    slow.conversations.drop(callId);
    join({ setMuted: () => {}, takeMicrophone: () => {}, setPicture: () => {}, leave: () => freed.push('session') });
    await answering;
    expect([freed, slow.freed]).toEqual([['session'], ['microphone']]);
  });

  it('of a page that is no desk any more leaves the room and frees the microphone at once, with nobody to tell', async () => {
    await talk.conversations.answer(callId);
    talk.tell().connected();
    talk.conversations.leave();
    expect([talk.freed, talk.hungUp(), talk.shown()]).toEqual([['session', 'microphone'], [], { phase: 'none' }]);
  });

  it('that is refused with a word of a newer relay’s is not said to be a broken connection', async () => {
    const refusing = aConversation({ link: () => ({ ask: refuse, isUp: () => true }) });
    await refusing.conversations.answer(callId);
    expect(refusing.said).toEqual(['not-possible']);
  });

  it('takes no picture while staff want none, and has one again with the next visitor', async () => {
    await talk.conversations.answer(callId);
    talk.conversations.setAudioOnly(true);
    expect(talk.pictures, 'there is nothing to switch yet').toEqual([]);
    talk.tell().connected();
    talk.conversations.setAudioOnly(true);
    expect(talk.shown()).toMatchObject({ isAudioOnly: true });
    talk.conversations.setAudioOnly(false);
    expect([talk.shown(), talk.pictures]).toMatchObject([{ isAudioOnly: false }, [false, true]]);
    talk.conversations.setAudioOnly(true);
    await talk.conversations.hangUp();
    await talk.conversations.answer(callId);
    talk.tell().connected();
    expect(talk.shown()).toMatchObject({ isAudioOnly: false });
  });

  it('shows how its line and its microphone stand', async () => {
    await talk.conversations.answer(callId, { muted: true });
    const events = talk.tell();
    events.connected();
    expect(talk.shown()).toMatchObject({ phase: 'live', muted: true, line: 'whole', quality: 'good' });
    events.reconnecting();
    events.quality('poor');
    expect(talk.shown()).toMatchObject({ line: 'reconnecting', quality: 'poor' });
    events.reconnected();
    events.unheard();
    expect(talk.shown()).toMatchObject({ line: 'whole', microphone: 'missing' });
  });

  it('shows what of the visitor’s does not come through, until it does', async () => {
    await talk.conversations.answer(callId);
    const events = talk.tell();
    events.connected();
    events.lacks('picture');
    expect(talk.shown()).toMatchObject({ phase: 'live', lack: 'picture' });
    events.lacks(null);
    expect(talk.shown()).toMatchObject({ lack: null });
  });
});
