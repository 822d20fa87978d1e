import { describe, expect, it } from 'vitest';
import { checkAddress, isPublicAddress } from '../../../server/snapshots/address.ts';

const origins = ['https://pictures.example', 'http://127.0.0.1:4200'];

describe('the address of a picture', () => {
  it.each([
    ['an address of an allowed host', 'https://pictures.example/visitor.jpg'],
    ['capitals in the host', 'https://Pictures.EXAMPLE/visitor.jpg'],
    ['a dot at the end of the host', 'https://pictures.example./visitor.jpg'],
    ['the usual port, written out', 'https://pictures.example:443/visitor.jpg'],
    ['the exact origin that the operator wrote', 'http://127.0.0.1:4200/visitor.jpg'],
  ])('is taken with %s', (_what, address) => {
    expect(checkAddress(address, origins).ok).toBe(true);
  });

  it.each([
    ['another host', 'https://elsewhere.example/visitor.jpg'],
    ['a host that only begins like an allowed one', 'https://pictures.example.evil.test/a.jpg'],
    ['a host below an allowed one', 'https://inner.pictures.example/a.jpg'],
    ['http where https is allowed', 'http://pictures.example/a.jpg'],
    ['another port', 'https://pictures.example:8443/a.jpg'],
    ['an IP address in four parts', 'https://127.0.0.1/a.jpg'],
    ['an IP address as one number', 'https://2130706433/a.jpg'],
    ['an IP address in hexadecimal', 'https://0x7f.1/a.jpg'],
    ['an IP address in two parts', 'https://127.1/a.jpg'],
    ['an IP address of one zero', 'https://0/a.jpg'],
    ['an IPv4 address inside IPv6', 'https://[::ffff:127.0.0.1]/a.jpg'],
    ['an IP address in circled digits', 'https://①②⑦.⓪.⓪.①/a.jpg'],
    ['the metadata service', 'http://169.254.169.254/latest/meta-data'],
    ['the simulator at another port', 'http://127.0.0.1:4201/visitor.jpg'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:image/png;base64,AAAA'],
    ['a script', 'javascript:alert(1)'],
  ])('is refused with %s', (_what, address) => {
    const checked = checkAddress(address, origins);
    expect(checked.ok ? null : checked.error.because).toBe('host-refused');
  });

  it.each([
    ['a name and a password', 'https://user:secret@pictures.example/a.jpg'],
    ['a name alone', 'https://user@pictures.example/a.jpg'],
    ['no scheme', 'pictures.example/a.jpg'],
    ['more than 2,048 characters', `https://pictures.example/${'a'.repeat(2_048)}`],
  ])('is refused unread with %s', (_what, address) => {
    expect(checkAddress(address, origins)).toEqual({ ok: false, error: { because: 'address-refused', detail: null } });
  });

  it.each([
    ['https://Elsewhere.example:8443/visitor/robin.jpg?token=secret#robin', 'https://elsewhere.example:8443'],
    ['https://elsewhere.example./a.jpg', 'https://elsewhere.example'],
    [`https://${'x'.repeat(400)}.example/a.jpg`, `https://${'x'.repeat(262)}`],
  ])('tells of %s nothing but its origin, as it would have to be allowed', (address, origin) => {
    expect(checkAddress(address, origins)).toEqual({ ok: false, error: { because: 'host-refused', detail: origin } });
  });

  it('asks for a public address behind a name, and trusts an IP address that the operator wrote', () => {
    const guarded = (address: string) => {
      const checked = checkAddress(address, origins);
      return checked.ok && checked.value.guarded;
    };
    expect([guarded('https://pictures.example/a.jpg'), guarded('http://127.0.0.1:4200/a.jpg')]).toEqual([true, false]);
  });
});

describe('an address that a name leads to', () => {
  it.each(['52.216.1.1', '::ffff:52.216.1.1', '2606:4700::1111', '3fff:ffff::1'])('is public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '::7f00:1',
    '::10.0.0.1',
    '1000::1',
    '4000::1',
    '5f00::1',
    'no address',
  ])('is not public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
