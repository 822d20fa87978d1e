/** The vendor's error bodies (OpenAPI): `message`, but `messages` on a 401. */
export type FieldError = { readonly field: string; readonly code: string; readonly message: string };

export const unauthorized = { errors: [{ field: 'base', code: 'unauthorized', messages: 'Unauthorized' }] };

export const notFound = { errors: [{ field: 'base', code: 'not_found', message: 'Resource not found' }] };

export const invalid = (...errors: readonly FieldError[]) => ({ errors });

/** No refusal of a late notice is known; a client has to live with any. */
export const tooLate = invalid({
  field: 'call',
  code: 'invalid',
  message: 'is over, or no longer initializing',
});
