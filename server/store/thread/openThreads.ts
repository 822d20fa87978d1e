import type { Clock } from '../../clock.ts';
import { makeListeners } from '../../listeners.ts';
import type { Health } from '../database.ts';
import type { OpenedStores } from '../opened.ts';
import { lockFolder } from '../sqlite/openDatabase.ts';
import type { Stores } from '../stores.ts';
import { type AskedThread, startThread } from './askThread.ts';
import { errorOf } from './messages.ts';

/** One write may take so long before the disk counts as dead, in looks of a second. A process that was itself stopped made no looks. */
const hungAfterLooks = 10;
const lookEveryMs = 1_000;

/**
 * The journal in two threads of its own: one writes, and answers short questions; the other reads lists, which may take long. A disk that
 * stalls stops neither links nor desks. The folder's lock stays in this thread. Throws `DataFolderInUse`, or what the disk said.
 */
export async function openThreads(dataDir: string, clock: Clock): Promise<OpenedStores> {
  const lock = lockFolder(dataDir);
  const health = makeListeners<[Health]>();
  const damagedRow = makeListeners<[unknown]>();
  const hung = makeListeners<[]>();
  let canWrite = true;
  const events = {
    told: (message: Parameters<Parameters<typeof startThread>[2]['told']>[0]) => {
      const error = message.error === null ? null : errorOf(message.error);
      if (message.kind === 'damaged-row') return damagedRow.tell(error);
      canWrite = error === null;
      health.tell(error === null ? { canWrite: true } : { canWrite: false, error });
    },
  };
  const data = { dataDir, boot: clock.boot };
  const { thread: writer, opened } = startThread({ ...data, role: 'writer' }, clock, events);
  const reader = whenAsked(() => startThread({ ...data, role: 'reader' }, clock, events).thread);
  try {
    const { readWhole, asideName } = await opened;
    const stopLooking = watchHung(writer, clock, hung.tell);
    return {
      stores: storesOf(writer, reader),
      engine: 'sqlite',
      readWhole,
      asideName,
      canWrite: () => canWrite,
      onHealth: health.add,
      onDamagedRow: damagedRow.add,
      onHung: hung.add,
      drained: writer.drained,
      close: async () => {
        await writer.drained();
        stopLooking();
        await reader.close();
        await writer.close();
        lock.close();
      },
    };
  } catch (error) {
    await reader.close();
    lock.close();
    throw error;
  }
}

/** A thread that is started by its first question: a relay without desks needs no second one. */
function whenAsked(start: () => AskedThread): Pick<AskedThread, 'ask' | 'close'> {
  let thread: AskedThread | null = null;
  return {
    ask: (store, method, args) => {
      thread ??= start();
      return thread.ask(store, method, args);
    },
    close: async () => thread?.close(),
  };
}

/** Tells once when the same question has waited through ten looks. */
function watchHung({ oldest }: AskedThread, clock: Pick<Clock, 'after'>, tell: () => void): () => void {
  let seen: number | null = null;
  let looks = 0;
  let cancel = clock.after(lookEveryMs, look);
  function look(): void {
    const now = oldest();
    looks = now !== null && now === seen ? looks + 1 : 0;
    seen = now;
    if (looks >= hungAfterLooks) tell();
    else cancel = clock.after(lookEveryMs, look);
  }
  return () => cancel();
}

type Asked = Pick<AskedThread, 'ask'>;

/** One function of one store, in that thread. */
function remote<S extends keyof Stores, M extends keyof Stores[S] & string>(
  thread: Asked,
  store: S,
  method: M,
): Stores[S][M];
function remote(thread: Asked, store: string, method: string): unknown {
  return (...args: readonly unknown[]) => thread.ask(store, method, args);
}

/** Which thread does what. A list that grows with the house is the reader's; what is read at the start, or when a desk comes back, is the writer's, which is open by then. */
function storesOf(writer: Asked, reader: Asked): Stores {
  const write = <S extends keyof Stores, M extends keyof Stores[S] & string>(store: S, method: M) =>
    remote(writer, store, method);
  const read = <S extends keyof Stores, M extends keyof Stores[S] & string>(store: S, method: M) =>
    remote(reader, store, method);
  return {
    journal: {
      append: write('journal', 'append'),
      step: write('journal', 'step'),
      note: write('journal', 'note'),
      known: read('journal', 'known'),
      isOther: read('journal', 'isOther'),
      read: read('journal', 'read'),
      live: write('journal', 'live'),
      young: write('journal', 'young'),
      told: read('journal', 'told'),
      unbegun: write('journal', 'unbegun'),
    },
    archive: {
      calls: read('archive', 'calls'),
      history: read('archive', 'history'),
      missed: write('archive', 'missed'),
      markHandled: write('archive', 'markHandled'),
      timeline: read('archive', 'timeline'),
      siteOfSnapshot: read('archive', 'siteOfSnapshot'),
    },
    presses: {
      find: read('presses', 'find'),
      begin: write('presses', 'begin'),
      reply: write('presses', 'reply'),
      between: read('presses', 'between'),
    },
    accessLog: {
      put: write('accessLog', 'put'),
      tie: write('accessLog', 'tie'),
      hasAny: read('accessLog', 'hasAny'),
      isSettled: read('accessLog', 'isSettled'),
      newestListed: read('accessLog', 'newestListed'),
      callAt: read('accessLog', 'callAt'),
      lines: read('accessLog', 'lines'),
    },
    accounts: {
      load: write('accounts', 'load'),
      read: read('accounts', 'read'),
      add: write('accounts', 'add'),
      merge: write('accounts', 'merge'),
      beginRenewal: write('accounts', 'beginRenewal'),
      endRenewal: write('accounts', 'endRenewal'),
      reseal: write('accounts', 'reseal'),
      learn: write('accounts', 'learn'),
      addUser: write('accounts', 'addUser'),
      forget: write('accounts', 'forget'),
    },
    links: {
      add: write('links', 'add'),
      take: write('links', 'take'),
      settle: write('links', 'settle'),
      find: read('links', 'find'),
    },
    directory: {
      load: write('directory', 'load'),
      saveSite: write('directory', 'saveSite'),
      saveHook: write('directory', 'saveHook'),
      saveDesk: write('directory', 'saveDesk'),
      saveInvite: write('directory', 'saveInvite'),
      redeem: write('directory', 'redeem'),
      saveWall: write('directory', 'saveWall'),
      removeWall: write('directory', 'removeWall'),
      saveTally: write('directory', 'saveTally'),
    },
    settings: { load: write('settings', 'load'), save: write('settings', 'save') },
    integrations: {
      held: write('integrations', 'held'),
      expiring: write('integrations', 'expiring'),
      save: write('integrations', 'save'),
      forget: write('integrations', 'forget'),
      expired: write('integrations', 'expired'),
    },
    doors: { load: write('doors', 'load'), save: write('doors', 'save'), remove: write('doors', 'remove') },
    panels: { load: write('panels', 'load'), save: write('panels', 'save'), remove: write('panels', 'remove') },
    panelsSeen: { of: read('panelsSeen', 'of') },
    checks: { last: read('checks', 'last'), keep: write('checks', 'keep') },
    vendorCalls: { recent: read('vendorCalls', 'recent'), save: write('vendorCalls', 'save') },
    leaked: {
      count: read('leaked', 'count'),
      mark: write('leaked', 'mark'),
      unmark: write('leaked', 'unmark'),
    },
    care: {
      backUp: read('care', 'backUp'),
      readThrough: read('care', 'readThrough'),
      clearCalls: write('care', 'clearCalls'),
    },
  };
}
