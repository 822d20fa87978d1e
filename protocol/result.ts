/** Something that can fail on a good day: a value, or an error that is a value too. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** It went well. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
/** It did not, and this is why. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
