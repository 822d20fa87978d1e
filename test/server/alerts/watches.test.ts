import { describe, expect, it } from 'vitest';
import { CallId, SiteId } from '../../../protocol/call.ts';
import { uncoveredForMs, watchCoverage } from '../../../server/alerts/coverage.ts';
import { hearWithinMs, watchUnheard } from '../../../server/alerts/unheard.ts';
import { advance } from '../../../server/ring/ring.ts';
import { aRingingRing, at, north, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const call = CallId.parse('call-1');
const ringing = { site, call, revision: 1, ring: aRingingRing(), unrecorded: false };

function anUnheardWatch() {
  const clock = manualClock();
  const happened: string[] = [];
  const watch = watchUnheard({
    clock,
    alarms: {
      raise: ({ kind }) => void happened.push(`raised ${kind}`),
      clear: ({ kind }) => void happened.push(`cleared ${kind}`),
    },
    note: (_site, _call, { what }) => void happened.push(what),
    isDrawn: () => true,
    pushAgain: () => void happened.push('pushed again'),
  });
  return { clock, watch, happened };
}

describe('a call that no desk proves to sound', () => {
  it('is no alarm once a demonstration starts over', () => {
    const { clock, watch, happened } = anUnheardWatch();
    watch.follow(ringing, null);
    clock.pass(hearWithinMs);
    watch.forget();
    clock.pass(hearWithinMs);
    expect(happened).toEqual(['unheard', 'pushed again']);
  });

  it('is pushed again after 3 s and is an alarm after 6 s', () => {
    const { clock, watch, happened } = anUnheardWatch();
    watch.follow(ringing, null);
    clock.pass(hearWithinMs - 1);
    expect(happened).toEqual([]);
    clock.pass(1);
    expect(happened).toEqual(['unheard', 'pushed again']);
    clock.pass(hearWithinMs);
    expect(happened).toEqual(['unheard', 'pushed again', 'unheard', 'raised unheard-call']);
  });

  it('is an alarm too when its visitor left meanwhile', () => {
    const { clock, watch, happened } = anUnheardWatch();
    watch.follow(ringing, null);
    clock.pass(hearWithinMs);
    watch.follow(
      { ...ringing, ring: advance(ringing.ring, { kind: 'vendor-status', status: 'canceled' }, at(4_000)).ring },
      ringing.ring,
    );
    clock.pass(hearWithinMs);
    expect(happened).toContain('raised unheard-call');
  });

  it('is none once a desk sounded, which puts an older alarm of the site away', () => {
    const { clock, watch, happened } = anUnheardWatch();
    watch.follow(ringing, null);
    watch.heard(site, call);
    clock.pass(10 * hearWithinMs);
    expect(happened).toEqual(['cleared unheard-call']);
  });

  it('is none once somebody took it', () => {
    const { clock, watch, happened } = anUnheardWatch();
    watch.follow(ringing, null);
    const claimed = advance(
      ringing.ring,
      { kind: 'answered', by: north, purpose: 'talk', takeOver: false },
      at(1),
    ).ring;
    watch.follow({ ...ringing, ring: claimed }, ringing.ring);
    clock.pass(10 * hearWithinMs);
    expect(happened).toEqual(['cleared unheard-call']);
  });
});

describe('a site where nobody could hear a call', () => {
  const harbor = SiteId.parse('harbor-house');
  const aCoverageWatch = () => {
    const clock = manualClock();
    const happened: string[] = [];
    const around = { sites: [harbor], covered: false };
    const watch = watchCoverage({
      clock,
      alarms: {
        raise: ({ kind }) => void happened.push(`raised ${kind}`),
        clear: ({ kind }) => void happened.push(`cleared ${kind}`),
      },
      sites: () => around.sites,
      isCovered: () => around.covered,
    });
    return { clock, watch, happened, around };
  };

  it('is an alarm after half a minute, before any call came, however often it was looked at', () => {
    const { clock, watch, happened } = aCoverageWatch();
    watch.look();
    clock.pass(uncoveredForMs - 1);
    watch.look();
    expect(happened).toEqual([]);
    clock.pass(1);
    watch.look();
    clock.pass(uncoveredForMs);
    expect(happened).toEqual(['raised no-desk-able']);
  });

  it('is none when a desk came back in time', () => {
    const { clock, watch, happened, around } = aCoverageWatch();
    watch.look();
    clock.pass(uncoveredForMs - 1);
    around.covered = true;
    watch.look();
    clock.pass(10 * uncoveredForMs);
    expect(happened).toEqual(['cleared no-desk-able']);
  });

  it('is none when its last hook is revoked', () => {
    const { clock, watch, happened, around } = aCoverageWatch();
    watch.look();
    around.sites = [];
    watch.look();
    clock.pass(10 * uncoveredForMs);
    expect(happened).toEqual(['cleared no-desk-able']);
  });
});
