import { beforeEach, describe, expect, test } from 'vitest';
import { CallId, SiteId } from '../../../../protocol/call.ts';
import { initialState, type PageMs } from '../../../../renderer/desk/state.ts';
import type { Conversation } from '../../../../renderer/desk/store/conversation.ts';
import { firstModel, holdModel } from '../../../../renderer/desk/store/heldModel.ts';
import { makeOnLinkEvent } from '../../../../renderer/desk/store/onLinkEvent.ts';
import type { LinkEvent } from '../../../../renderer/link/link.ts';
import { aPicture, aView, thisDesk, thisSeat } from '../../../builders/view.ts';

const mine = aView({ phase: 'talking', by: { ...thisDesk, desk: thisDesk.id, seat: thisSeat }, linkLost: false });
const talking: Conversation = { phase: 'connecting', callId: mine.call.id, since: 0, muted: false };
const pictured = (changes: Parameters<typeof aPicture>[0] = {}, isWholeRead = true): LinkEvent => ({
  kind: 'picture',
  picture: aPicture(changes),
  isWholeRead,
});

/** A page that hears a relay; what it does about it is kept in words. */
function aPage() {
  const done: string[] = [];
  const first = { ...firstModel({ program: null }, 0), state: initialState(0) };
  const held = holdModel({ first, follow: () => {}, later: () => {} });
  const hear = makeOnLinkEvent({
    held,
    host: { notify: () => {}, withdraw: (call) => void done.push(`withdraw ${call}`) },
    link: () => null,
    now: (): PageMs => 0,
    receipts: { prove: () => {}, provePainted: () => {}, present: () => {} },
    presses: { hear: () => {} },
    conversations: {
      retell: () => {},
      drop: (call) => void done.push(`drop ${call}`),
      comeBack: async () => {},
      leave: () => void done.push('leave the room'),
    },
    ringer: { soften: () => {} },
    history: async () => null,
    leaveDesk: () => void done.push('leave the desk'),
  });
  return { done, held, hear };
}

describe('a page that talks', () => {
  let page: ReturnType<typeof aPage>;
  beforeEach(() => {
    page = aPage();
    page.hear(pictured({ rings: [mine] }));
    page.held.patch({ conversation: talking });
    page.done.length = 0;
  });

  test('leaves the room before it leaves the desk, once its token is refused', () => {
    page.hear({ kind: 'refused', because: 'bad-token', message: '' });
    expect(page.done).toEqual(['leave the room', 'leave the desk']);
  });
  test('goes on when the relay is only out of reach, or too new', () => {
    page.hear({ kind: 'down' });
    page.hear({ kind: 'refused', because: 'wrong-protocol', message: '' });
    expect(page.done).toEqual([]);
  });
  test('leaves a call that ended, and one that a whole picture lacks', () => {
    page.hear({ kind: 'ring', view: aView({ revision: 2, phase: 'ended', reason: 'desk-revoked' }) });
    page.hear(pictured());
    expect(page.done).toEqual(['withdraw call-1', 'drop call-1', 'drop call-1']);
  });
  test('goes on with a call in a phase that it does not know, and with one that may be the ring it could not read', () => {
    page.hear({ kind: 'ring', view: aView({ revision: 2, phase: 'parked' }) });
    page.hear(pictured({ rings: [aView({ revision: 2, phase: 'parked' })] }));
    page.hear(pictured({}, false));
    expect(page.done.filter((what) => what.startsWith('drop'))).toEqual([]);
  });
  test('leaves a call that a picture of several messages lacks only at its end', () => {
    page.hear(pictured({ isWhole: false }));
    expect(page.done).toEqual([]);
    page.hear({ kind: 'pictureEnd', epoch: 'epoch-1' });
    expect(page.done).toEqual(['drop call-1']);
  });
});

test('calls that are not drawn any more leave no notification, and are told once, when there are any', () => {
  const page = aPage();
  page.hear(pictured({ rings: [aView()] }));
  const undrawn = { site: SiteId.parse('demo'), count: 37, hidden: [CallId.parse('call-1')] };
  page.hear({ kind: 'undrawn', undrawn });
  expect(page.done).toEqual(['withdraw call-1']);
  expect(page.held.model().announcement).toMatchObject({ key: 'say.undrawn', words: { count: 37 } });
  page.held.patch({ announcement: null });
  page.hear({ kind: 'undrawn', undrawn: { ...undrawn, count: 38, hidden: [] } });
  expect(page.held.model().announcement).toBeNull();
});
