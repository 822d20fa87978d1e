import { generate } from 'selfsigned';

export type Certificate = { readonly key: string; readonly cert: string };

const validDays = 7;
const dayMs = 86_400_000;

/** A certificate for these addresses alone, good for a week; made at each start and kept nowhere. No authority: a phone warns once. */
export async function makeCertificate(addresses: readonly string[], now: Date): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Vestibule demo' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - dayMs),
    notAfterDate: new Date(now.getTime() + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: addresses.map((ip) => ({ type: 7, ip })) },
    ],
  });
  return { key, cert };
}
