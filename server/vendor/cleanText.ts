/** Letters that joiners may stand between: there they give another form (Persian, the scripts of India), elsewhere they only hide. */
const joined = String.raw`[[\p{L}\p{M}]--[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}]]`;
const person = String.raw`\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F]?`;

/** Joined emoji, flags of regions and joiners between letters are kept whole. */
const kept = String.raw`\p{RGI_Emoji}|${person}(?:\u200D${person}){1,5}|(?<=${joined})[\u200C\u200D](?=${joined})`;

/** Control, format (bidirectional overrides among them), surrogate and private-use characters, and line separators. */
const unwanted = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]`;
const keptOrNot = new RegExp(`(${kept})|${unwanted}`, 'gv');

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const mostGraphemes = 80;
/** No living language puts more characters into one; a pile of marks would cover the lines around it. */
const mostCharactersOfOne = 12;
/** Far more than 80 graphemes of any language have. */
const mostRead = 2_000;

/** Words of letters and signs that are one character each, as most are: nothing of them is ever taken out, put together or counted otherwise. */
const plainLine = /^[\x21-\x7E\u00C0-\u024F]+(?: [\x21-\x7E\u00C0-\u024F]+)*$/;

/** A vendor's word made fit for a screen: one line of visible characters, at most 80 as a reader counts them; null when nothing is left. */
export function cleanText(text: string | null | undefined): string | null {
  if (text && text.length <= mostGraphemes && plainLine.test(text)) return text;
  const read = (text ?? '').slice(0, mostRead).normalize('NFC');
  const line = read
    .replace(keptOrNot, (_, whole?: string) => whole ?? ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const shown = [...graphemes.segment(line)].slice(0, mostGraphemes);
  const clean = shown.map(({ segment }) => [...segment].slice(0, mostCharactersOfOne).join('')).join('');
  return clean.trim() === '' ? null : clean.trimEnd();
}
