/** The page's one store: joins link, sound, media and host to the pure state, and tells React when anything changed. */
import i18next from 'i18next';
import type { CallId } from '../../../protocol/call.ts';
import { EpochMs } from '../../../protocol/call.ts';
import type { Surroundings } from '../../../protocol/proof.ts';
import type { Host } from '../../host/host.ts';
import { joinSession } from '../../media/joinSession.ts';
import { followDevices, followStream, makeLiveMicrophone } from '../../media/liveMicrophone.ts';
import { openMicrophone, wantMicrophone } from '../../media/microphone.ts';
import { watchOutput } from '../../sound/output.ts';
import { makeRinger } from '../../sound/ringer.ts';
import { makeSoundingWindow } from '../../sound/soundingWindow.ts';
import { doorAnnouncement } from '../announce.ts';
import { attentionOf } from '../attention.ts';
import type { DeskActs, DeskModel } from '../model.ts';
import { placeOf } from '../placeOf.ts';
import { type DeskState, hasSeveralSites, type KnownRing, waitingRings } from '../state.ts';
import { makeConversations } from './conversation.ts';
import { makeDoorPresses } from './doorPresses.ts';
import { fetchSnapshot } from './fetchSnapshot.ts';
import { firstModel, holdModel } from './heldModel.ts';
import { makeMembership } from './membership.ts';
import { onHostEvent } from './onHostEvent.ts';
import { makeOnLinkEvent } from './onLinkEvent.ts';
import { makeProgramActs } from './programActs.ts';
import { makeReceipts } from './receipts.ts';
import { makeShift } from './shift.ts';
import { makeSounding } from './sounding.ts';
import { makeTellAble } from './tellAble.ts';
import { unseenCalls } from './unseenCalls.ts';
import { watchEars } from './watchEars.ts';

export type DeskStore = {
  readonly model: () => DeskModel;
  readonly subscribe: (listener: () => void) => () => void;
  readonly acts: DeskActs;
  /** Told by the card's window, which drew this ring in a document of its own. */
  readonly shown: (callId: CallId) => void;
};

const tickEveryMs = 250;
/** A page that nobody sees gets no animation frames, but its card may be seen. */
const frameMs = 16;

const panelOf = ({ view: { call, site } }: KnownRing, state: DeskState) =>
  placeOf({ name: call.panel, site }, hasSeveralSites(state));

export function makeDeskStore(host: Host, now: () => number): DeskStore {
  const held = holdModel({ first: firstModel(host, now()), follow, later: (act) => void setTimeout(act, frameMs) });
  const { model, patch, apply } = held;
  const link = () => membership.link();
  const ringer = makeRinger((sound) => apply({ kind: 'ears', ears: { sound } }));
  const soundingWindow = makeSoundingWindow((here) =>
    apply({ kind: 'ears', ears: { window: here ? 'here' : 'elsewhere' } }),
  );
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
  const receipts = makeReceipts(link, around);
  const sounding = makeSounding({ model, ringer, receipts });
  const tellAble = makeTellAble({ model, link, around });
  const presses = makeDoorPresses({
    link,
    now,
    changed: (press) => {
      const announcement = press === null ? null : doorAnnouncement(press, hasSeveralSites(model().state));
      patch({ presses: presses.all(), ...(announcement === null ? {} : { announcement }) });
    },
  });
  const conversations = makeConversations({
    link,
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
  const unseen = unseenCalls(link);
  const shift = makeShift({ held, host, ringer, soundingWindow });
  const program = makeProgramActs(
    host.program,
    () => model().program,
    (change) => {
      const { program: shown } = model();
      if (shown !== null) patch({ program: { ...shown, ...change } });
    },
  );
  const hear = makeOnLinkEvent({
    held,
    host,
    link,
    now,
    receipts,
    presses,
    conversations,
    ringer,
    history: unseen.history,
    leaveDesk: () => membership.leave(),
  });
  const membership = makeMembership({ host, patch, now, moveTo: program.moveTo, hear, startShift: shift.start });
  const lookAtEars = watchEars({ model, patch, ringer, startedAt: now() });

  /** What has to follow from a change at once: the tone first. */
  function follow(): void {
    sounding.follow();
    showOutside();
    tellAble();
  }

  function showOutside(): void {
    const { state } = model();
    const [first] = waitingRings(state);
    const title = first === undefined ? 'Vestibule' : `${panelOf(first, state)} · Vestibule`;
    host.attend(attentionOf(model(), EpochMs.parse(Date.now()), i18next.t), title);
  }

  function tick(): void {
    const at = now();
    presses.forgetPast(at);
    apply({ kind: 'ticked', now: at });
    document.documentElement.dataset.ringEnergy = ringer.energy().toFixed(4);
    lookAtEars(at);
    showOutside();
    sounding.beepInTalk(at);
    patch({ now: at });
  }

  const acts: DeskActs = {
    enrol: (entered, relay) => void membership.enrolWith(entered, relay),
    startShift: () => void shift.start(),
    ...shift.acts,
    tryRing: () => void ringer.unlock().then(() => ringer.tryRing()),
    answer: (callId, options) => {
      void ringer.unlock();
      void conversations.answer(callId, options);
    },
    silence: (callId) => {
      receipts.prove(callId, 'silenced');
      void link()?.ask('silence', { callId });
    },
    silenceUndrawn: (site) => apply({ kind: 'undrawn-silenced', site }),
    endForEveryone: (callId) => void link()?.ask('end', { callId }),
    hangUp: () => void conversations.hangUp(),
    setMuted: conversations.setMuted,
    setAudioOnly: conversations.setAudioOnly,
    chooseMicrophone: (device) => {
      wantMicrophone(device);
      conversations.reopenMicrophone();
    },
    openDoor: (door) => void presses.open(door),
    putSetbackAway: () => patch({ setback: null }),
    ...unseen,
    startOver: async () => {
      const reply = await link()?.ask('startOver', {});
      if (reply?.outcome !== 'done') return false;
      patch({ setback: null });
      return true;
    },
    comeForward: host.comeForward,
    leaveDesk: () => {
      conversations.leave();
      membership.leave();
    },
    ...program.acts,
    snapshot: (id) => fetchSnapshot(host, id),
  };

  onHostEvent({ host, link, model, acts: () => acts, patch });
  shift.takeUp();
  setInterval(tick, tickEveryMs);
  membership.begin();
  return { model, subscribe: held.subscribe, acts, shown: (callId) => receipts.prove(callId, 'shown') };
}
