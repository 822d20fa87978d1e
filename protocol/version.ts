/** The wire between relay and desk. A desk says its number when it connects; the relay serves both ends of this range. */
export const protocolVersions = { oldest: 1, newest: 2 } as const;
