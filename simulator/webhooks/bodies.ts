/** The kinds of request body the vendor's clients send: JSON, JSON:API, and forms with nested keys. */
import type { FastifyInstance } from 'fastify';

type Nested = { [key: string]: Nested | string };

export function takeBodies(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/vnd.api+json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) =>
    done(null, readForm(String(text))),
  );
}

/** `data[attributes][call_guid]=x` as the iOS SDK sends it; every value is text. */
export function readForm(text: string): Nested {
  const form: Nested = Object.create(null);
  for (const [key, value] of new URLSearchParams(text)) {
    const [first = '', ...rest] = key.split(/[[\]]+/).filter((part) => part !== '');
    if (rest.length < 8 && first !== '') put(form, first, rest, value);
  }
  return form;
}

function put(into: Nested, key: string, [next, ...rest]: readonly string[], value: string): void {
  if (next === undefined) {
    into[key] = value;
    return;
  }
  const found = into[key];
  const inner: Nested = typeof found === 'object' ? found : Object.create(null);
  into[key] = inner;
  put(inner, next, rest, value);
}
