import { expect, test } from 'vitest';
import { VendorStep } from '../../../../protocol/vendorStep.ts';
import { asCurl } from '../../../../renderer/desk/demo/asCurl.ts';

const aStep = (changes: Partial<VendorStep> = {}): VendorStep =>
  VendorStep.parse({
    at: 1,
    tookMs: 2,
    direction: 'out',
    what: 'POST /v3/notifications/is_active',
    section: 'Call workflow › 3 is_active',
    request: '{"data":1}',
    answer: null,
    status: 204,
    times: 1,
    ...changes,
  });

test('a request is a command that names neither the address nor the token', () => {
  expect(asCurl(aStep())).toBe(
    `curl -X POST "$API"'/v3/notifications/is_active' \\
  -H "authorization: Bearer $TOKEN" \\
  -H 'content-type: application/vnd.api+json' \\
  -d '{"data":1}'`,
  );
});

test('what a visitor or the vendor wrote cannot leave its quotes', () => {
  const said = `{"name":"O'Hara'; rm -rf ~ #"}`;
  expect(asCurl(aStep({ direction: 'in', request: said }))).toContain(`-d '{"name":"O'\\''Hara'\\''; rm -rf ~ #"}'`);
});

test('joining the room is no request', () => {
  expect(asCurl(aStep({ direction: 'media', request: null }))).toBe(null);
});
