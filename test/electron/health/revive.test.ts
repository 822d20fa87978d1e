/** What brings a dead page back, and what must not: in memory, with the time in the test's hand. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { makeHeart } from '../../../electron/health/heart.ts';
import { keepPageAlive, type ReviveParts } from '../../../electron/health/revive.ts';
import { BrowserWindow, record } from '../../harness/electron/double.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function aPage(isRinging = false) {
  const window = new BrowserWindow({});
  const now = () => performance.now();
  const heart = makeHeart(now);
  const load = () => void window.loadURL('app://vestibule/desk/').catch(() => {});
  /** The double has what is used of a window. */
  const desk = z.custom<ReviveParts['desk']>().parse({ window, load, show: () => {} });
  const { alive } = keepPageAlive({ desk, heart, now, wasRinging: () => isRinging, gone: () => {}, report: () => {} });
  return { window, heart, alive };
}

describe('a page', () => {
  it('that dies is loaded again at once, and more slowly each time', () => {
    const { window } = aPage();
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    vi.advanceTimersByTime(0);
    expect(window.loads).toBe(1);
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    vi.advanceTimersByTime(499);
    expect(window.loads).toBe(1);
    vi.advanceTimersByTime(1);
    expect(window.loads).toBe(2);
  });
  it('that dies in a ring is beeped for until it is back', () => {
    const { window, alive } = aPage(true);
    record.beeps = 0;
    window.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    vi.advanceTimersByTime(2_000);
    expect(record.beeps).toBe(3);
    alive();
    vi.advanceTimersByTime(5_000);
    expect(record.beeps).toBe(3);
  });
  it('that never comes up is tried again', () => {
    const { window, heart } = aPage();
    heart.beat(false);
    vi.advanceTimersByTime(11_000);
    expect(window.loads).toBe(1);
  });
  it('whose load gave way to another one is left alone', () => {
    const { window } = aPage();
    window.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://vestibule/desk/', true);
    vi.advanceTimersByTime(20_000);
    expect(window.loads).toBe(0);
    window.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://vestibule/desk/', true);
    vi.advanceTimersByTime(0);
    expect(window.loads).toBe(1);
  });
  it('that goes with its program is not brought back, and nothing is asked of what is gone', () => {
    const { window, heart } = aPage(true);
    record.beeps = 0;
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    heart.beat(true);
    window.destroy();
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(() => vi.advanceTimersByTime(30_000)).not.toThrow();
    expect(window.loads).toBe(0);
  });
});
