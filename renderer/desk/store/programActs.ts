import type { Program } from '../../host/host.ts';
import type { DeskActs, ProgramView } from '../model.ts';

export type ProgramActs = {
  readonly acts: Pick<DeskActs, 'testRelay' | 'changeProgram' | 'saveDiagnostics' | 'restartToUpdate'>;
  /** Goes to another relay. The page is loaded anew for it and takes the code up again from its own address. */
  readonly moveTo: (relay: string, code: string) => Promise<string>;
};

/** What staff can do with the program around the page; nothing, where there is none. */
export function makeProgramActs(
  program: Program | null,
  view: () => ProgramView | null,
  patch: (change: Partial<ProgramView>) => void,
): ProgramActs {
  async function change(wanted: Parameters<Program['change']>[0]): Promise<string> {
    if (program === null) return 'not-written';
    const outcome = await program.change(wanted);
    const isDone = outcome === 'changed' || outcome === 'restarts';
    patch({ introduction: program.introduction(), said: isDone ? null : outcome });
    return outcome;
  }
  return {
    acts: {
      testRelay: (address) => {
        patch({ test: 'running', said: null });
        void program?.test(address).then((test) => patch({ test }));
      },
      changeProgram: (wanted) => void change(wanted),
      saveDiagnostics: () =>
        void program?.saveDiagnostics().then((outcome) => patch({ said: outcome === 'cancelled' ? null : outcome })),
      restartToUpdate: () =>
        void program?.restartToUpdate().then((outcome) => {
          if (outcome === 'ringing') patch({ said: 'ringing' });
          else if (view() !== null) patch({ said: null });
        }),
    },
    moveTo: async (relay, code) => {
      history.replaceState(null, '', `#${new URLSearchParams({ enrol: code })}`);
      const outcome = await change({ relay });
      if (outcome !== 'restarts') history.replaceState(null, '', location.pathname);
      return outcome;
    },
  };
}
