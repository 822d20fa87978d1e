/** So long a write may take before a ring goes on without it, in milliseconds: a visitor does not wait for a disk that stalls. */
export const stallMs = 200;
