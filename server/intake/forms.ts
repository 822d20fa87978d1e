/** JSON inside a form: some proxies and senders put the body into a field of one. */

/** The text of every field that may hold JSON, whatever the field is called; none when the body is no form of this kind. */
export async function jsonFields(bytes: Uint8Array, kind: 'multipart' | 'url-encoded'): Promise<readonly string[]> {
  const type = kind === 'multipart' ? multipartType(bytes) : 'application/x-www-form-urlencoded';
  if (type === null) return [];
  try {
    const form = await new Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData();
    const texts = await Promise.all([...form].flatMap(([name, value]) => [name, textOf(value)]));
    return texts.filter((text) => /^\s*["[{]/.test(text));
  } catch {
    return [];
  }
}

/** A multipart body tells its boundary by itself, in its first line (RFC 2046). */
function multipartType(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 80)).toString('latin1');
  const [, boundary = null] = /^(?:\r\n)?--([\w'()+,./:=?-]{1,70})\r\n/.exec(start) ?? [];
  return boundary === null ? null : `multipart/form-data; boundary="${boundary}"`;
}

/** A field may come as a file. */
const textOf = (value: FormDataEntryValue) => (typeof value === 'string' ? value : value.text());
