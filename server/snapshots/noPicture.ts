/** Why there is no picture, as a word for the log and the counters. */
export type PictureFailure =
  | 'not-asked'
  | 'address-refused'
  | 'host-refused'
  | 'inner-address'
  | 'redirected'
  | 'refused'
  | 'slow'
  | 'unreachable'
  | 'too-large'
  | 'too-many-pixels'
  | 'form-refused'
  | 'no-picture'
  | 'too-costly'
  | 'not-decoded'
  | 'not-kept';

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

/** The same for a person: a sentence's end, without a full stop. */
export const whyInWords = ({ because, detail }: NoPicture): string =>
  detail === null ? pictureWords[because] : `${pictureWords[because]} (${detail})`;

/** Each word, for a person. */
export const pictureWords: Readonly<Record<PictureFailure, string>> = {
  'not-asked': 'the call was over before its turn came',
  'address-refused': 'its address is none that can be asked',
  'host-refused': 'its host is not among VESTIBULE_SNAPSHOT_ORIGINS',
  'inner-address': "its host's name leads into a private network",
  redirected: 'its host sends elsewhere, which is not followed',
  refused: 'its host refuses it',
  slow: 'its host did not send it in time',
  unreachable: 'its host could not be reached',
  'too-large': 'it has too many bytes',
  'too-many-pixels': 'it has too many pixels',
  'form-refused': 'its form is not taken',
  'no-picture': 'it cannot be read',
  'too-costly': 'it took too much time or memory to decode',
  'not-decoded': 'the process that decodes pictures failed',
  'not-kept': 'it could not be stored',
};
