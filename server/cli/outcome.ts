/** What a command printed: `json` is one value, or a list of one a line; `lines` are for people. */
export type Outcome =
  | { readonly kind: 'done'; readonly json: unknown; readonly lines: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string; readonly misused: boolean };
