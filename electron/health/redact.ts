/** Takes out of a text whatever could be a secret or a person: bearers, tokens, codes, e-mail addresses, ids of calls, the user's own folder. */
export function redact(text: string): string {
  return text
    .replace(/Bearer\s+\S+/gi, 'Bearer [token]')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '[id]')
    .replace(/(vestibule:\/\/[a-z]+\/)[^\s"']+/g, '$1[code]')
    .replace(/(enrol=)[^\s"'&]+/g, '$1[code]')
    .replace(/[\w.+-]+@[\w-]+\.[\w.]+/g, '[e-mail]')
    .replace(/(\/home\/|\/Users\/|\\Users\\)[^/\\\s"']+/g, '$1[user]')
    .replace(/[A-Za-z0-9_-]{32,}/g, '[token]');
}
