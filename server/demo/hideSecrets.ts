import { readJson } from '../vendor/json.ts';

/** What stands in a secret's place. */
const hidden = '••••••';
const mostShown = 2_048;
/** What is longer is shown cut, and not laid out. */
const mostLaidOut = 16_384;
const secretField = /token|secret|password|bearer|authorization|assertion|verifier/i;

const inText: readonly (readonly [RegExp, string])[] = [
  [
    /"[^"]*(?:token|secret|password|bearer|authorization|assertion|verifier)[^"]*"\s*:\s*"[^"]*"?/gi,
    `"secret": "${hidden}"`,
  ],
  [/"tokens"\s*:\s*\{[^}]*\}?/gi, `"tokens": "${hidden}"`],
  [/\bBearer\s+[\w.~+/=-]+/gi, `Bearer ${hidden}`],
  [/\beyJ[\w-]+\.[\w-]*\.?[\w-]*/g, hidden],
  [/(\/hooks\/)[\w-]+/g, `$1${hidden}`],
  [/([?&](?:token|key|secret|code|password)=)[^&\s"]+/gi, `$1${hidden}`],
  [/[\w.+%-]+@[\w.-]*/g, hidden],
];

/** A body or a path fit for a stranger's eyes: without tokens, bearers, hook keys and e-mails, laid out if it is JSON, at most 2 kB. */
export function hideSecrets(text: string): string {
  const read = text.length <= mostLaidOut ? readJson(text) : null;
  const shown =
    read === null ? hideIn(text.slice(0, mostLaidOut)) : JSON.stringify(hideBelow(read.value, false), null, 2);
  return shown.length <= mostShown ? shown : `${shown.slice(0, mostShown)}…`;
}

const hideIn = (text: string): string => inText.reduce((shown, [form, instead]) => shown.replace(form, instead), text);

/** All text below a field with a secret's name is one; `type` and the like only say what a thing is. */
function hideBelow(value: unknown, isSecret: boolean): unknown {
  if (typeof value === 'string') return isSecret ? hidden : hideIn(value);
  if (Array.isArray(value)) return value.map((item) => hideBelow(item, isSecret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [hideIn(name), hideBelow(item, isSecret || secretField.test(name))]),
  );
}
