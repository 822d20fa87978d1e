/** The page's one store: joins link, sound, media and host to the pure state, and tells React when anything changed. */
import i18next from 'i18next';
import type { CallId, SnapshotId } from '../../protocol/call.ts';
import { EpochMs } from '../../protocol/call.ts';
import type { Surroundings } from '../../protocol/proof.ts';
import type { RingView } from '../../protocol/ring.ts';
import type { Host } from '../host/host.ts';
import { enrol, readInvitation, takeCode } from '../link/enrol.ts';
import { type Link, type LinkEvent, openLink } from '../link/link.ts';
import { takeSeat } from '../link/seat.ts';
import { joinSession } from '../media/joinSession.ts';
import { followDevices, followStream, makeLiveMicrophone } from '../media/liveMicrophone.ts';
import { closeMicrophone, openMicrophone, wantMicrophone } from '../media/microphone.ts';
import { untilHeard } from '../sound/heard.ts';
import { watchOutput } from '../sound/output.ts';
import { makeRinger, type Ringer } from '../sound/ringer.ts';
import { makeSoundingWindow } from '../sound/soundingWindow.ts';
import { announcementFor, doorAnnouncement } from './announce.ts';
import { attentionOf } from './attention.ts';
import { makeConversations } from './conversation.ts';
import { makeDoorPresses } from './doorPresses.ts';
import { hearHost } from './hearHost.ts';
import type { DeskActs, DeskModel, ProgramView } from './model.ts';
import { makeProgramActs } from './programActs.ts';
import { makeReceipts } from './receipts.ts';
import {
  type DeskEvent,
  deafness,
  findRing,
  initialState,
  needsPicture,
  ownRing,
  reduce,
  soundingRings,
  waitingRings,
} from './state.ts';

export type DeskStore = {
  readonly model: () => DeskModel;
  readonly subscribe: (listener: () => void) => () => void;
  readonly acts: DeskActs;
  /** Told by the card's window, which drew this ring in a document of its own. */
  readonly shown: (callId: CallId) => void;
};

/** The version of this build, put in by the bundler. */
declare const __BUILD__: string;

const tickEveryMs = 250;
const chimeFirstMs = 10_000;
const chimeEveryMs = 120_000;
const beepEveryMs = 5_000;
const repairedShownMs = 5_000;
const startedKey = 'vestibule.shift-started';

export function makeDeskStore(host: Host, now: () => number): DeskStore {
  let model: DeskModel = {
    enrolment: 'starting',
    state: initialState(now()),
    conversation: { phase: 'none' },
    setback: null,
    presses: [],
    microphone: 'unasked',
    announcement: null,
    repaired: null,
    knowsDeaf: false,
    shiftSince: null,
    lastCallAt: null,
    opened: null,
    locked: false,
    program: host.program === null ? null : { introduction: host.program.introduction(), test: null, said: null },
    now: now(),
  };
  const listeners = new Set<() => void>();
  let link: Link | null = null;
  let deafSince: number | null = now();
  /** A desk that starts its shift is not repaired; one that could not ring in mid-shift is. */
  let wasOnShift = false;
  let chimedAt: number | null = null;
  let beepedAt = Number.NEGATIVE_INFINITY;
  let toldAble = '';
  let stopListening = () => {};

  const patch = (change: Partial<DeskModel>) => {
    model = { ...model, ...change };
    for (const listener of listeners) listener();
  };
  const ringer: Ringer = makeRinger((sound) => apply({ kind: 'ears', ears: { sound } }));
  const window_ = makeSoundingWindow((here) => apply({ kind: 'ears', ears: { window: here ? 'here' : 'elsewhere' } }));
  const output = watchOutput((isThere) => {
    apply({ kind: 'ears', ears: { sound: isThere ? 'running' : 'no-speaker' } });
    if (isThere) void ringer.unlock();
  });
  const around = (): Surroundings => ({
    visible: document.visibilityState === 'visible',
    output: output.name(),
    volume: ringer.volume(),
    doNotDisturb: null,
  });
  const receipts = makeReceipts(() => link, around);
  const presses = makeDoorPresses({
    link: () => link,
    now,
    changed: (press) => {
      const announcement = press === null ? null : doorAnnouncement(press);
      patch({ presses: presses.all(), ...(announcement === null ? {} : { announcement }) });
    },
  });
  const conversations = makeConversations({
    link: () => link,
    makeMicrophone: (hears) =>
      makeLiveMicrophone({
        ...hears,
        open: async () => {
          const microphone = await openMicrophone();
          patch({ microphone: microphone.kind });
          return microphone;
        },
        follow: followStream,
        followDevices,
      }),
    joinSession,
    now,
    changed: (conversation) => {
      patch({ conversation });
      follow();
    },
    setback: (kind, callId) => patch({ setback: kind === null ? null : { kind, callId } }),
    connected: (callId) => {
      receipts.prove(callId, 'connected');
      patch({ announcement: { key: 'say.connected', words: {}, urgent: true } });
    },
  });

  /** The next state, and everything that has to follow from it at once: the tone first. */
  function apply(event: DeskEvent): void {
    const state = reduce(model.state, event);
    if (state === model.state) return;
    model = { ...model, state };
    follow();
    patch({});
  }

  function follow(): void {
    const { state, conversation } = model;
    const sounding = soundingRings(state);
    const talks = conversation.phase !== 'none';
    const canSound = deafness(state) === null;
    const rings = sounding.length > 0 && !talks && canSound;
    ringer.setRinging(rings);
    if (rings) listen();
    showOutside();
    tellAble();
  }

  /** Proved only once there is sound: the tone was asked for is not yet the tone was played. */
  function listen(): void {
    stopListening();
    stopListening = untilHeard(ringer, () => {
      for (const { view } of soundingRings(model.state)) receipts.prove(view.call.id, 'sounding');
    });
  }

  function showOutside(): void {
    const [first] = waitingRings(model.state);
    const title = first === undefined ? 'Vestibule' : `${first.view.call.panel} · Vestibule`;
    host.attend(attentionOf(model, EpochMs.parse(Date.now()), i18next.t), title);
  }

  function tellAble(): void {
    const because = deafness(model.state);
    const word = `${model.state.link.phase} ${because}`;
    if (word === toldAble || model.state.link.phase !== 'up') {
      if (model.state.link.phase !== 'up') toldAble = '';
      return;
    }
    toldAble = word;
    const at = EpochMs.parse(Date.now());
    void link?.ask('able', { able: because === null, because, around: around(), version: __BUILD__, at });
  }

  function hear(event: LinkEvent): void {
    if (event.kind === 'picture') {
      apply({ ...event, now: now() });
      receipts.present();
      conversations.retell();
      afterPicture();
    } else if (event.kind === 'ring') {
      hearRing(event.view);
    } else if (event.kind === 'refused' && event.because === 'bad-token') {
      leaveDesk();
    } else if (event.kind === 'press') {
      presses.hear(event.news);
    } else {
      apply(event.kind === 'down' ? { ...event, now: now() } : event);
    }
  }

  function hearRing(view: RingView): void {
    if (needsPicture(model.state, view)) {
      link?.refresh();
      return;
    }
    const before = findRing(model.state, view.call.id)?.view ?? null;
    apply({ kind: 'ring', view, now: now() });
    const mine = ownRing(model.state);
    const announcement = announcementFor(view, before, {
      waiting: waitingRings(model.state).length,
      isMine: mine?.view.call.id === view.call.id,
    });
    if (announcement) {
      patch({ announcement });
      if (announcement.urgent) ringer.soften();
    }
    if (view.phase === 'ended' && before !== null) receipts.prove(view.call.id, 'ended');
    if (view.phase !== 'ringing') host.withdraw(view.call.id);
    else if (before === null)
      host.notify(view.call.id, {
        title: i18next.t('ring.region', { panel: view.call.panel }),
        body: view.site.name,
      });
    if (view.phase === 'ringing') {
      receipts.provePainted(view);
      patch({ lastCallAt: view.call.receivedAt });
    }
    if (mine?.view.call.id !== view.call.id) conversations.drop(view.call.id);
  }

  /** What the picture no longer has is over; a call that this very page holds is gone back to. */
  function afterPicture(): void {
    for (const { view } of waitingRings(model.state)) receipts.provePainted(view);
    void acts.history().then((calls) => calls && patch({ lastCallAt: calls[0]?.receivedAt ?? null }));
    const mine = ownRing(model.state);
    const { conversation } = model;
    if (conversation.phase !== 'none' && mine?.view.call.id !== conversation.callId)
      conversations.drop(conversation.callId);
    if (mine !== null && model.conversation.phase === 'none') void conversations.comeBack(mine.view.call.id);
  }

  function leaveDesk(): void {
    link?.close();
    link = null;
    host.token.forget();
    patch({ enrolment: 'needs-code', state: initialState(now()) });
  }

  async function connect(token: string): Promise<void> {
    patch({ enrolment: 'enrolled' });
    const seat = host.seat ?? (await takeSeat());
    link = openLink({ relay: host.relay ?? '', token, seat, tell: hear });
    if (host.ringsUnasked) await startShift();
  }

  async function enrolWith(text: string, typed?: string): Promise<void> {
    const { code, relay } = readInvitation(text);
    const wanted = relay ?? typed ?? null;
    /** A store that would refuse the token is found out before the code is used up. */
    const store = host.program?.introduction().tokenStore;
    if (store === 'plain-text-refused' || store === 'unavailable') return patch({ enrolment: 'cannot-keep' });
    patch({ enrolment: 'enrolling' });
    if (host.program !== null && wanted !== null && wanted !== host.relay) {
      if ((await program.moveTo(wanted, code)) !== 'restarts') patch({ enrolment: 'needs-code' });
      return;
    }
    const enrolled = await enrol(host.relay ?? '', code);
    if (enrolled.kind !== 'enrolled') return patch({ enrolment: enrolled.kind });
    if (await host.token.keep(enrolled.token)) await connect(enrolled.token);
    else patch({ enrolment: 'cannot-keep' });
  }

  async function startShift(): Promise<void> {
    const running = ringer.unlock();
    const here = await window_.claim();
    await running;
    sessionStorage.setItem(startedKey, 'yes');
    apply({ kind: 'ears', ears: { shift: 'on', away: false, window: here ? 'here' : 'elsewhere' } });
    host.keepAwake(true);
    patch({ shiftSince: model.shiftSince ?? EpochMs.parse(Date.now()) });
    if (model.conversation.phase !== 'none' || model.microphone === 'open') return;
    const microphone = await openMicrophone(60_000);
    if (microphone.kind === 'open') closeMicrophone(microphone.stream);
    patch({ microphone: microphone.kind });
  }

  function tick(): void {
    const at = now();
    presses.forgetPast(at);
    apply({ kind: 'ticked', now: at });
    document.documentElement.dataset.ringEnergy = ringer.energy().toFixed(4);
    watchEars(at);
    showOutside();
    if (model.conversation.phase === 'live' && soundingRings(model.state).length > 0 && at >= beepedAt + beepEveryMs) {
      beepedAt = at;
      ringer.beep();
    }
    patch({ now: at });
  }

  /** While the desk cannot ring it says so in sound too, until somebody says that they know. */
  function watchEars(at: number): void {
    const deaf =
      model.state.link.phase !== 'up' || (deafness(model.state) !== null && deafness(model.state) !== 'another-window');
    if (deaf) {
      wasOnShift ||= model.state.ears.shift === 'on' && model.state.identity !== null;
      deafSince ??= at;
      const due = chimedAt === null ? deafSince + chimeFirstMs : chimedAt + chimeEveryMs;
      if (model.state.ears.shift === 'on' && !model.knowsDeaf && !model.state.ears.away && at >= due) {
        chimedAt = at;
        ringer.chime();
      }
    } else if (deafSince !== null) {
      const missed = model.state.missed.reduce((sum, { calls }) => sum + calls.length, 0);
      deafSince = null;
      chimedAt = null;
      patch({ knowsDeaf: false, repaired: wasOnShift ? { at, missed } : null });
      wasOnShift = false;
    } else if (model.repaired !== null && at >= model.repaired.at + repairedShownMs) {
      patch({ repaired: null });
    }
  }

  const program = makeProgramActs(
    host.program,
    () => model.program,
    (change: Partial<ProgramView>) => {
      if (model.program !== null) patch({ program: { ...model.program, ...change } });
    },
  );
  hearHost({ host, link: () => link, model: () => model, acts: () => acts, patch });
  if (sessionStorage.getItem(startedKey) !== null) apply({ kind: 'ears', ears: { shift: 'on' } });
  setInterval(tick, tickEveryMs);
  const code = takeCode();
  const token = host.token.stored();
  if (token !== null && host.relay !== null) void connect(token);
  else if (code !== null && host.relay !== null) void enrolWith(code);
  else patch({ enrolment: 'needs-code' });

  const acts: DeskActs = {
    enrol: (entered, relay) => void enrolWith(entered, relay),
    startShift: () => void startShift(),
    stepAway: (away) => apply({ kind: 'ears', ears: { away } }),
    useHere: () => {
      window_.takeOver();
      void ringer.unlock();
      apply({ kind: 'ears', ears: { shift: 'on' } });
    },
    knowDeaf: () => patch({ knowsDeaf: true }),
    tryRing: () => void ringer.unlock().then(() => ringer.tryRing()),
    answer: (callId, options) => {
      void ringer.unlock();
      void conversations.answer(callId, options);
    },
    silence: (callId) => {
      receipts.prove(callId, 'silenced');
      void link?.ask('silence', { callId });
    },
    endForEveryone: (callId) => void link?.ask('end', { callId }),
    hangUp: () => void conversations.hangUp(),
    setMuted: conversations.setMuted,
    chooseMicrophone: (device) => {
      wantMicrophone(device);
      conversations.reopenMicrophone();
    },
    openDoor: (door) => void presses.open(door),
    putSetbackAway: () => patch({ setback: null }),
    markHandled: (callIds) => void link?.ask('handled', { callIds: [...callIds] }),
    history: async () => {
      const midnight = new Date();
      midnight.setHours(0, 0, 0, 0);
      const reply = await link?.ask('history', { since: EpochMs.parse(midnight.getTime()) });
      return reply?.outcome === 'history' ? reply.calls : null;
    },
    steps: async (callId) => {
      const reply = await link?.ask('steps', { callId });
      if (reply?.outcome === 'steps') return reply.steps;
      return reply?.outcome === 'refused' && reply.because === 'unknown-call' ? [] : null;
    },
    startOver: async () => {
      const reply = await link?.ask('startOver', {});
      if (reply?.outcome !== 'done') return false;
      apply({ kind: 'started-over' });
      patch({ setback: null });
      return true;
    },
    comeForward: host.comeForward,
    leaveDesk,
    ...program.acts,
    snapshot: (id) => fetchSnapshot(host, id),
  };
  return {
    model: () => model,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    acts,
    shown: (callId) => receipts.prove(callId, 'shown'),
  };
}

/** With the desk's token, which an `<img>` could not send; null when there is no picture. */
async function fetchSnapshot({ relay, token }: Host, id: SnapshotId): Promise<Blob | null> {
  try {
    const headers = { authorization: `Bearer ${token.stored()}` };
    const response = await fetch(`${relay ?? ''}/snapshots/${id}`, { headers, signal: AbortSignal.timeout(5_000) });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}
