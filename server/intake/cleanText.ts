/** Control, format (bidirectional marks and zero-width joiners among them), surrogate and private-use characters, and line separators. */
const unwanted = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A vendor's word made fit for a screen: one line of visible characters, at most 80 of them; null when nothing is left. */
export function cleanText(text: string | null | undefined): string | null {
  const clean = (text ?? '').normalize('NFC').replace(unwanted, ' ').replace(/\s+/g, ' ').trim();
  return clean === '' ? null : [...clean].slice(0, 80).join('').trimEnd();
}
