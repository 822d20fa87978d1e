import type { VendorStep } from '../../../protocol/vendorStep.ts';

/** A step as a command for a shell; what is secret or of this machine is left to `$HOOK`, `$API` and `$TOKEN`. Null for what is no request. */
export function asCurl({ direction, what, request }: VendorStep): string | null {
  const [method = 'POST', path = ''] = what.split(' ');
  const body = request === null ? [] : [`-d ${quoted(request)}`];
  switch (direction) {
    case 'in':
      return ['curl -X POST "$HOOK"', "-H 'content-type: application/json'", ...body].join(' \\\n  ');
    case 'out':
      return [
        `curl -X ${method} "$API"${quoted(path)}`,
        '-H "authorization: Bearer $TOKEN"',
        ...(request === null ? [] : [`-H 'content-type: ${contentType(path)}'`]),
        ...body,
      ].join(' \\\n  ');
    case 'media':
      return null;
  }
}

/** As the relay's client sends it: v4 takes plain JSON. */
const contentType = (path: string) => (path.startsWith('/v4/') ? 'application/json' : 'application/vnd.api+json');

/** In single quotes a shell reads nothing but their end. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
