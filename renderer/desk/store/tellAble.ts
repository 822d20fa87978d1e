import { EpochMs } from '../../../protocol/call.ts';
import type { Surroundings } from '../../../protocol/proof.ts';
import type { Link } from '../../link/link.ts';
import type { DeskModel } from '../model.ts';
import { deafness } from '../state.ts';

/** The version of this build, put in by the bundler. */
declare const __BUILD__: string;

export type TellAbleParts = {
  readonly model: () => DeskModel;
  readonly link: () => Pick<Link, 'ask'> | null;
  readonly around: () => Surroundings;
};

/** Tells the relay whether this desk can be heard: each time that changes, and anew over each link. */
export function makeTellAble({ model, link, around }: TellAbleParts): () => void {
  let told = '';
  return () => {
    const { state } = model();
    const because = deafness(state);
    const word = `${state.link.phase} ${because}`;
    if (word === told || state.link.phase !== 'up') {
      if (state.link.phase !== 'up') told = '';
      return;
    }
    told = word;
    const at = EpochMs.parse(Date.now());
    void link()?.ask('able', { able: because === null, because, around: around(), version: __BUILD__, at });
  };
}
