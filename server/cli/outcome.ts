/** What a command prints: `json` is one value, or a list of one a line; `lines` are for people. */
export type Printed = { readonly json: unknown; readonly lines: readonly string[] };

/** `beside`: what was found though the command failed; printed before the message. */
export type Outcome =
  | ({ readonly kind: 'done' } & Printed)
  | { readonly kind: 'failed'; readonly message: string; readonly misused: boolean; readonly beside?: Printed };
