import type { Lack } from './session.ts';
import type { TwilioPublication } from './twilioRoom.ts';

export type Untaken = {
  readonly failed: (publication: TwilioPublication) => void;
  /** One of this kind came through after all. */
  readonly taken: (kind: TwilioPublication['kind']) => void;
  /** Whether a voice was among what failed, and nothing that is sent is left to hope for. */
  readonly isAll: (sent: readonly TwilioPublication[]) => boolean;
};

/** What others send and we could not subscribe to; the last kind of it is told. Data is of no interest here. */
export function makeUntaken(tell: (lack: Lack | null) => void): Untaken {
  const lost = new Set<TwilioPublication>();
  let told: Lack | null = null;
  const say = (lack: Lack | null) => {
    if (lack === told) return;
    told = lack;
    tell(lack);
  };
  return {
    failed: (publication) => {
      if (publication.kind === 'data') return;
      lost.add(publication);
      say(lackOf[publication.kind]);
    },
    taken: (kind) => {
      if (kind !== 'data' && told === lackOf[kind]) say(null);
    },
    /** Sound may still be on its way where only a picture has failed. */
    isAll: (sent) =>
      [...lost].some(({ kind }) => kind === 'audio') && sent.every((one) => one.kind === 'data' || lost.has(one)),
  };
}

const lackOf = { video: 'picture', audio: 'voice' } as const;
