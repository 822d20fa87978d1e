import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { renderUnicodeCompact } from 'uqr';
import { makeCertificate } from './certificate.ts';
import { openFront } from './front.ts';
import { makeGuests } from './guests.ts';
import { lanAddresses } from './lanAddresses.ts';

/** `VESTIBULE_PHONE_PORT`; 0 picks a free one. */
export const phonePort = (given: string | undefined): number => {
  const port = Number(given ?? 4_443);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('VESTIBULE_PHONE_PORT is no port.');
  return port;
};

export type PhoneParts = {
  /** The simulator's address. */
  readonly simulator: string;
  readonly site: string;
  readonly port: number;
  readonly addresses?: readonly string[];
};

/** Lets a phone on this network be the door panel, and gives what to print: its address as a QR code, or why no phone can. */
export async function openPhone({
  simulator,
  site,
  port,
  addresses = lanAddresses(networkInterfaces()),
}: PhoneParts): Promise<{ readonly isOpen: boolean; readonly says: string }> {
  const [first, ...others] = addresses;
  if (first === undefined) return { isOpen: false, says: noNetwork };
  const certificate = await makeCertificate(addresses, new Date());
  const word = randomBytes(9).toString('base64url');
  const guests = makeGuests({ word, now: () => performance.now() });
  const open = (address: string, at: number) =>
    openFront({ certificate, address, port: at, simulator: new URL(simulator), guests });
  const { origin } = await open(first, port).catch((error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const why = taken ? 'is taken' : 'cannot be used';
    throw new Error(`Port ${port} at ${first} ${why}. Set VESTIBULE_PHONE_PORT.`, { cause: error });
  });
  for (const address of others) await open(address, Number(new URL(origin).port)).catch(() => {});
  const panel = `${origin}/?site=${site}&word=${word}`;
  return {
    isOpen: true,
    says: `${line}${panel}\n${warning}\n\n${painted(renderUnicodeCompact(panel, { border: 2 }))}`,
  };
}

/** White on black whatever the terminal's colours are: some phones read no code that is light on dark turned round. */
const painted = (code: string) => (process.stdout.isTTY ? code.replace(/^.+$/gm, '\u001b[97;40m$&\u001b[0m') : code);

const line = '  A phone          ';
const noNetwork = `${line}This machine has no address on a network, so no phone can reach it.`;
const warning =
  '                   Your phone will warn once: the certificate was made for this start. Go on, and allow the camera.';
