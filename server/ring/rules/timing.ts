/** The limits of every phase, in milliseconds. A phase that waits for anything has one. */
export const timing = {
  /** From claim to connected session: vendor steps 4 s, media 8 s. */
  leaseMs: 12_000,
  /** A claiming seat may be gone this long, for a reload of its page. */
  seatGoneMs: 5_000,
  /** A talk whose seat is gone ends after this long without a word of it or of the vendor. */
  quietTalkMs: 600_000,
  /** The longest ring: past it nobody is asked any more. An estimate, like the window itself; no official figure exists. */
  longestRingMs: 90_000,
  /** How long the vendor's answer at the window's end is awaited, and for how long a yes lets the call ring on. */
  checkMs: 4_000,
  ringOnMs: 5_000,
  /** What the others get at least when an answer came to nothing. */
  ringAgainMs: 15_000,
} as const;
