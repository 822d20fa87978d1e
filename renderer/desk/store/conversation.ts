/** The one call that this page has answered: from the claim to the last word. Whatever fails, devices are freed and the desk is told. */
import type { CallId } from '../../../protocol/call.ts';
import type { AnswerReply } from '../../../protocol/replies.ts';
import type { Link } from '../../link/link.ts';
import type { joinSession } from '../../media/joinSession.ts';
import type { LiveMicrophone, LiveMicrophoneParts, MicrophoneState } from '../../media/liveMicrophone.ts';
import type { Lack, MediaSession, Quality, SessionEnd, SessionEvents } from '../../media/session.ts';
import type { PageMs } from '../state.ts';

export type Conversation =
  | { readonly phase: 'none' }
  | { readonly phase: 'connecting'; readonly callId: CallId; readonly since: PageMs; readonly muted: boolean }
  | {
      readonly phase: 'live';
      readonly callId: CallId;
      readonly since: PageMs;
      readonly muted: boolean;
      readonly microphone: MicrophoneState;
      /** The microphone that took the place of one that was unplugged in this talk; null when none did. */
      readonly switchedTo: string | null;
      readonly remote: MediaStream | null;
      /** Staff want no picture in this talk, for a poor line. */
      readonly isAudioOnly: boolean;
      readonly line: 'whole' | 'reconnecting';
      readonly quality: Quality;
      /** What of the visitor's this computer cannot take; null when it takes all. */
      readonly lack: Lack | null;
    };

/** Why the last answer or talk came to nothing; shown until the next one, or until it is put away. */
export type Setback =
  | 'already-claimed'
  | 'claimed-by-same-desk'
  | 'ended'
  | 'no-media-yet'
  | 'not-our-account'
  | 'account-refused'
  | 'no-connection'
  | 'could-not-connect'
  | 'not-possible'
  | Exclude<SessionEnd, 'visitor-hung-up' | 'connection-failed'>;

export type ConversationParts = {
  readonly link: () => Pick<Link, 'ask' | 'isUp'> | null;
  readonly makeMicrophone: (hears: Pick<LiveMicrophoneParts, 'changed' | 'replaced'>) => LiveMicrophone;
  readonly joinSession: typeof joinSession;
  readonly now: () => PageMs;
  readonly changed: (conversation: Conversation) => void;
  readonly setback: (setback: Setback | null, callId: CallId) => void;
  /** The session stands: the receipt goes out. */
  readonly connected: (callId: CallId) => void;
};

export type Conversations = {
  readonly current: () => Conversation;
  readonly answer: (
    callId: CallId,
    options?: { readonly muted?: boolean; readonly takeOver?: boolean },
  ) => Promise<void>;
  /** A page that was reloaded in a call goes back to it. */
  readonly comeBack: (callId: CallId) => Promise<void>;
  readonly hangUp: () => Promise<void>;
  /** The ring ended, or is somebody else's: media stops, nobody is asked. */
  readonly drop: (callId: CallId) => void;
  /** This page is no desk any more: whatever it has it lets go of at once, and there is nobody to tell. */
  readonly leave: () => void;
  readonly setMuted: (muted: boolean) => void;
  /** For this talk alone. */
  readonly setAudioOnly: (isAudioOnly: boolean) => void;
  /** Another microphone was chosen: a talk takes it at once. */
  readonly reopenMicrophone: () => void;
  /** Tells the relay what it could not be told while the link was down. */
  readonly retell: () => void;
};

export function makeConversations(parts: ConversationParts): Conversations {
  const { now, changed, setback } = parts;
  let current: Conversation = { phase: 'none' };
  let session: MediaSession | null = null;
  let microphone: LiveMicrophone | null = null;
  let turn = 0;
  const untold = new Map<CallId, 'connection-failed' | 'visitor-hung-up' | null>();

  const set = (next: Conversation) => {
    current = next;
    changed(next);
  };
  function free(): void {
    turn += 1;
    session?.leave();
    session = null;
    microphone?.free();
    microphone = null;
    if (current.phase !== 'none') set({ phase: 'none' });
  }

  async function tell(callId: CallId, because: 'connection-failed' | 'visitor-hung-up' | null): Promise<void> {
    untold.set(callId, because);
    const reply = await parts.link()?.ask('hangUp', because === null ? { callId } : { callId, because });
    if (reply !== undefined && !(reply.outcome === 'refused' && reply.because === 'failed')) untold.delete(callId);
  }

  function over(callId: CallId, end: SessionEnd): void {
    session = null;
    free();
    if (end === 'visitor-hung-up') return void tell(callId, 'visitor-hung-up');
    setback(end === 'connection-failed' ? 'could-not-connect' : end, callId);
    if (end !== 'replaced') void tell(callId, 'connection-failed');
  }

  async function connect(callId: CallId, muted: boolean): Promise<void> {
    const mine = ++turn;
    const isCurrent = () => mine === turn;
    set({ phase: 'connecting', callId, since: now(), muted });
    const opened = parts.makeMicrophone({
      changed: (state, switchedTo) => isCurrent() && patch({ microphone: state, switchedTo }),
      replaced: (stream) => isCurrent() && session?.takeMicrophone(stream),
    });
    microphone = opened;
    const [media, stream] = await Promise.all([parts.link()?.ask('media', { callId }), opened.open()]);
    if (!isCurrent()) return;
    if (media?.outcome !== 'granted') return failed(callId, media?.outcome === 'refused' ? media.because : 'failed');
    const joining = { microphone: stream, muted: current.phase === 'none' ? muted : current.muted };
    const joined = await parts
      .joinSession(media.grant, joining, eventsOf(callId, isCurrent))
      .catch(() => 'not-loaded' as const);
    if (!isCurrent()) return joined === 'not-loaded' ? undefined : joined?.leave();
    if (joined === 'not-loaded') return over(callId, 'connection-failed');
    session = joined;
    session?.setMuted(current.phase === 'none' ? muted : current.muted);
  }

  /** What the session tells, for as long as it is this page's. */
  function eventsOf(callId: CallId, isCurrent: () => boolean): SessionEvents {
    return {
      connected: () => isCurrent() && live(callId),
      remote: (remote) => isCurrent() && hear(remote),
      reconnecting: () => isCurrent() && patch({ line: 'reconnecting' }),
      reconnected: () => isCurrent() && patch({ line: 'whole' }),
      quality: (quality) => isCurrent() && patch({ quality }),
      lacks: (lack) => isCurrent() && patch({ lack }),
      unheard: () => isCurrent() && patch({ microphone: 'missing' }),
      over: (end) => isCurrent() && over(callId, end),
    };
  }

  let heard: MediaStream | null = null;
  function hear(remote: MediaStream | null): void {
    heard = remote;
    patch({ remote });
  }
  function patch(change: Partial<Omit<Extract<Conversation, { phase: 'live' }>, 'phase'>>): void {
    if (current.phase === 'live') set({ ...current, ...change });
  }
  function live(callId: CallId): void {
    set({
      phase: 'live',
      callId,
      since: now(),
      muted: current.phase !== 'none' && current.muted,
      microphone: microphone?.state() ?? 'missing',
      switchedTo: null,
      remote: heard,
      isAudioOnly: false,
      line: 'whole',
      quality: 'good',
      lack: null,
    });
    parts.connected(callId);
  }

  /** The relay has let the others ring again already when it refused; `hangUp` is repeated only for a reply that never came. */
  function failed(callId: CallId, because: string): void {
    free();
    setback(
      because === 'provider-unsupported' || because === 'not-our-account'
        ? because
        : because === 'no-longer-ringing' || because === 'ended'
          ? 'ended'
          : 'could-not-connect',
      callId,
    );
    void tell(callId, 'connection-failed');
  }

  return {
    current: () => current,
    answer: async (callId, { muted = false, takeOver = false } = {}) => {
      if (current.phase !== 'none' && current.callId === callId) return;
      if (current.phase !== 'none') {
        const { callId: earlier } = current;
        free();
        await tell(earlier, null);
      }
      heard = null;
      const reply = await parts.link()?.ask('answer', takeOver ? { callId, takeOver } : { callId });
      if (reply?.outcome === 'yours') {
        setback(null, callId);
        await connect(callId, muted);
        return;
      }
      setback(setbackOf(reply?.because ?? 'failed'), callId);
    },
    comeBack: async (callId) => {
      if (current.phase !== 'none') return;
      heard = null;
      await connect(callId, false);
    },
    hangUp: async () => {
      if (current.phase === 'none') return;
      const { callId } = current;
      free();
      await tell(callId, null);
    },
    drop: (callId) => {
      if (current.phase !== 'none' && current.callId === callId) free();
      untold.delete(callId);
    },
    leave: () => {
      free();
      untold.clear();
    },
    setMuted: (muted) => {
      if (current.phase === 'none') return;
      session?.setMuted(muted);
      set({ ...current, muted });
    },
    setAudioOnly: (isAudioOnly) => {
      if (current.phase !== 'live') return;
      session?.setPicture(!isAudioOnly);
      patch({ isAudioOnly });
    },
    reopenMicrophone: () => void microphone?.reopen(),
    retell: () => {
      for (const [callId, because] of untold) void tell(callId, because);
    },
  };
}

/** Why an answer was not granted, as staff are told. A word of a newer relay's is no broken connection. */
function setbackOf(because: Extract<AnswerReply, { outcome: 'refused' }>['because']): Setback {
  switch (because) {
    case 'failed':
      return 'no-connection';
    case 'bad-request':
    case 'unknown':
      return 'not-possible';
    case 'unknown-call':
      return 'ended';
    case 'already-claimed':
    case 'claimed-by-same-desk':
    case 'ended':
    case 'no-media-yet':
    case 'not-our-account':
    case 'account-refused':
      return because;
  }
}
