import { labels, Person } from '../world/people.ts';

/** The vendor's sign-in page, as far as a browser or a script needs one: plain HTML, one button a person. */
export function signInPage(fields: Readonly<Record<string, string>>): string {
  const kept = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const buttons = Person.options.map((who) => `<button name="who" value="${who}">${escaped(labels[who])}</button>`);
  return page(
    'Sign in',
    `<p><strong>${escaped(fields['client_id'] ?? '')}</strong> asks to see calls and open doors in your name. Who are you?</p>
    <form method="post" action="/oauth/authorize">${kept.join('')}${buttons.join('')}</form>
    <p class="quiet">Simulated ButterflyMX. Nobody here is real, and no password is asked.</p>`,
  );
}

/** Out of band: the code is shown, to be copied. */
export const codePage = (code: string) =>
  page(
    'Authorization code',
    `<p>Copy this code into Vestibule. It is good once, for ten minutes.</p><code>${code}</code>`,
  );

export const refusalPage = (sentence: string) => page('This request cannot be granted', `<p>${escaped(sentence)}</p>`);

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** No script, nothing from elsewhere. The form's target is left open: it leads on to the program that asks. */
export const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Simulated ButterflyMX</title>
    <style>
      :root { color-scheme: light dark; }
      body { margin: 12vh auto; padding: 0 24px; max-width: 420px; font: 18px/1.5 system-ui, sans-serif; }
      h1 { font-size: 26px; font-weight: 600; margin: 0 0 16px; }
      form { display: grid; gap: 12px; margin: 24px 0; }
      button { min-height: 52px; padding: 8px 16px; font: inherit; text-align: left; border: 1px solid GrayText; border-radius: 10px; background: Canvas; color: CanvasText; cursor: pointer; }
      button:hover { background: color-mix(in srgb, CanvasText 8%, Canvas); }
      button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
      code { display: block; padding: 14px 16px; border: 1px solid GrayText; border-radius: 10px; font-size: 20px; overflow-wrap: anywhere; user-select: all; }
      .quiet { color: color-mix(in srgb, CanvasText 70%, Canvas); font-size: 15px; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>`;
