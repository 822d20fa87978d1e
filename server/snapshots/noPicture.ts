import type { PictureFailure } from '../../protocol/fact.ts';

/** The word, and what an operator should know beside it: a status, a host, a size. Never the address, which is personal data. */
export type NoPicture = { readonly because: PictureFailure; readonly detail: string | null };

export const noPicture = (because: PictureFailure, detail: string | null = null): NoPicture => ({ because, detail });

/** What asking again cannot mend. */
export const isFinal = ({ because }: NoPicture): boolean => final.has(because);

const final: ReadonlySet<PictureFailure> = new Set([
  'not-asked',
  'address-refused',
  'host-refused',
  'inner-address',
  'too-large',
  'too-many-pixels',
  'form-refused',
  'too-costly',
]);
