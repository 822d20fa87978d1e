import { describe, expect, it } from 'vitest';
import { CallId, SiteId, SnapshotId } from '../../../protocol/call.ts';
import { PictureFailure } from '../../../protocol/fact.ts';
import { watchPictures } from '../../../server/alerts/failingPictures.ts';

const site = SiteId.parse('harbor-house');
const other = SiteId.parse('mill-lane');

/** A watch that was told these outcomes: `taken`, or why not; each of a call of its own unless it is named after a colon. */
function told(...outcomes: readonly string[]) {
  const standing = new Set<SiteId | null>();
  const watch = watchPictures({
    raise: (cause) => void standing.add('site' in cause ? cause.site : null),
    clear: (cause) => void standing.delete('site' in cause ? cause.site : null),
  });
  outcomes.forEach((entry, index) => {
    const [because = '', name = `call-${index}`] = entry.split(':');
    const call = CallId.parse(name);
    watch.told(
      { site, call },
      because === 'taken'
        ? { kind: 'taken', snapshot: SnapshotId.parse('s'.repeat(24)), bytes: 9, tries: 1, isTorn: false }
        : { kind: 'none', because: PictureFailure.parse(because), beside: `beside ${because}`, tries: 1 },
    );
  });
  return { alarm: standing.has(site), of: watch.of(site), elsewhere: [standing.has(other), watch.of(other).kind] };
}

describe('the pictures of a site', () => {
  it.each([
    ['five calls in a row had none', ['refused', 'slow', 'refused', 'no-picture', 'refused'], true],
    ['four in a row had none', ['refused', 'slow', 'refused', 'no-picture'], false],
    ['the hosts of three in a row are not allowed', ['host-refused', 'host-refused', 'host-refused'], true],
    [
      'the hosts of the last three of four are not allowed',
      ['slow', 'host-refused', 'host-refused', 'host-refused'],
      true,
    ],
    ['two hosts are not allowed', ['host-refused', 'host-refused'], false],
    ['one came between', ['host-refused', 'host-refused', 'taken', 'host-refused', 'host-refused'], false],
    ['one call names several that fail', ['refused:a', 'refused:a', 'refused:a', 'slow:a', 'slow:a', 'slow:a'], false],
    ['calls ended before their picture was asked for', Array.from({ length: 9 }, () => 'not-asked'), false],
    ['another came for each call whose first did not', ['taken:a', 'refused:a', 'taken:b', 'refused:b'], false],
  ])('are an alarm or none: %s', (_what, outcomes, expected) => {
    expect(told(...outcomes).alarm).toBe(expected);
  });

  it('are an alarm no more with the next that comes', () => {
    const { alarm, of } = told('host-refused', 'host-refused', 'host-refused', 'taken');
    expect({ alarm, of }).toEqual({ alarm: false, of: { kind: 'come' } });
  });

  it('tell how many calls in a row had none, and the newest reason', () => {
    expect(told('taken', 'refused', 'slow').of).toEqual({
      kind: 'failed',
      calls: 2,
      because: 'slow',
      beside: 'beside slow',
    });
  });

  it('say nothing of another site’s', () => {
    expect(told('host-refused', 'host-refused', 'host-refused').elsewhere).toEqual([false, 'none-asked']);
  });
});
