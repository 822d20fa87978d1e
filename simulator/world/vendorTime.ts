/** A moment as the vendor's answers write it: UTC, whole seconds. */
export const vendorTime = (iso: string) => `${iso.slice(0, 19)}Z`;
