/** What a page of ours may load and whom it may speak to, as a Content-Security-Policy: its own files, and what `connect` names. */
export const pagePolicy = (connect: readonly string[], more: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob: mediastream:",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    ...more,
  ].join('; ');

/** The desk's page, by the relay or by the desktop program: Chromium takes no script but its own, and no text as one. */
export const deskPolicy = (connect: readonly string[], more: readonly string[] = []): string =>
  pagePolicy(connect, [
    "font-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vestibule',
    ...more,
  ]);
