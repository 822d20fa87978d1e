import i18next from 'i18next';
import type { Undrawn } from '../../../protocol/picture.ts';
import type { RingView } from '../../../protocol/ring.ts';
import type { Host } from '../../host/host.ts';
import type { Link, LinkEvent } from '../../link/link.ts';
import type { Ringer } from '../../sound/ringer.ts';
import { announcementFor } from '../announce.ts';
import { findRing, hasSeveralSites, needsPicture, ownRing, type PageMs, waitingRings } from '../state.ts';
import type { Conversations } from './conversation.ts';
import type { DoorPresses } from './doorPresses.ts';
import type { HeldModel } from './heldModel.ts';
import type { DeskReceipts } from './receipts.ts';
import type { UnseenCalls } from './unseenCalls.ts';

export type HearLinkParts = {
  readonly held: HeldModel;
  readonly host: Pick<Host, 'notify' | 'withdraw'>;
  readonly link: () => Pick<Link, 'refresh'> | null;
  readonly now: () => PageMs;
  readonly receipts: DeskReceipts;
  readonly presses: Pick<DoorPresses, 'hear'>;
  readonly conversations: Pick<Conversations, 'retell' | 'drop' | 'comeBack' | 'leave'>;
  readonly ringer: Pick<Ringer, 'soften'>;
  readonly history: UnseenCalls['history'];
  /** The relay knows this desk no more. */
  readonly leaveDesk: () => void;
};

/** What the relay tells, and what this page does about it. */
export function makeOnLinkEvent(parts: HearLinkParts): (event: LinkEvent) => void {
  const { host, link, now, receipts, presses, conversations, ringer, history, leaveDesk } = parts;
  const { model, patch, apply } = parts.held;
  /** Whether each ring of the last picture could be read. */
  let isRead = true;

  function hearRing(view: RingView): void {
    if (needsPicture(model().state, view)) {
      link()?.refresh();
      return;
    }
    const before = findRing(model().state, view.call.id)?.view ?? null;
    apply({ kind: 'ring', view, now: now() });
    const isMine = ownRing(model().state)?.view.call.id === view.call.id;
    announce(view, before, isMine);
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
    /** Of a phase that this page does not know nobody can say whose it is: the media tells when it is over. */
    if (!isMine && view.phase !== 'unknown') conversations.drop(view.call.id);
  }

  /** Calls that leave the screen ring on. */
  function hearUndrawn(undrawn: Undrawn): void {
    const wasQuiet = model().state.undrawn.length === 0;
    apply({ kind: 'undrawn', undrawn, now: now() });
    for (const callId of undrawn.hidden) host.withdraw(callId);
    if (wasQuiet && undrawn.count > 0)
      patch({ announcement: { key: 'say.undrawn', words: { count: undrawn.count }, urgent: false } });
  }

  function announce(view: RingView, before: RingView | null, isMine: boolean): void {
    const { state } = model();
    const announcement = announcementFor(view, before, {
      waiting: waitingRings(state).length,
      isMine,
      hasSeveralSites: hasSeveralSites(state),
    });
    if (!announcement) return;
    patch({ announcement });
    if (announcement.urgent) ringer.soften();
  }

  /** A call that is gone is over, and with it the talk. One that cannot be read, or is still to come, is not gone. */
  function dropTheGone(): void {
    const { conversation, state } = model();
    if (conversation.phase === 'none' || ownRing(state)?.view.call.id === conversation.callId) return;
    if (findRing(state, conversation.callId)?.view.phase !== 'unknown') conversations.drop(conversation.callId);
  }

  /** What a whole picture no longer has is over; a call that this very page holds is gone back to. */
  function afterPicture(isSure: boolean): void {
    for (const { view } of waitingRings(model().state)) receipts.provePainted(view);
    void history().then((calls) => calls && patch({ lastCallAt: calls[0]?.receivedAt ?? null }));
    if (isSure) dropTheGone();
    const mine = ownRing(model().state);
    if (mine !== null && model().conversation.phase === 'none') void conversations.comeBack(mine.view.call.id);
  }

  return (event) => {
    if (event.kind === 'picture') {
      const { picture, isWholeRead } = event;
      apply({ kind: 'picture', picture, now: now() });
      isRead = isWholeRead;
      receipts.present();
      conversations.retell();
      afterPicture(isWholeRead && picture.isWhole);
    } else if (event.kind === 'pictureEnd') {
      apply(event);
      if (isRead) dropTheGone();
    } else if (event.kind === 'undrawn') {
      hearUndrawn(event.undrawn);
    } else if (event.kind === 'ring') {
      hearRing(event.view);
    } else if (event.kind === 'refused' && event.because === 'bad-token') {
      conversations.leave();
      leaveDesk();
    } else if (event.kind === 'press') {
      presses.hear(event.news);
    } else {
      apply(event.kind === 'down' ? { ...event, now: now() } : event);
    }
  };
}
