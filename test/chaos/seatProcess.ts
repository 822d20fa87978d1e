/** One seat in a process of its own, so that it can be stopped or killed as a computer is. It answers the call that it is told to, and prints what it is told. */
import { aStandingDesk } from './standingDesk.ts';

const [address = '', token = '', seat = 'seat-of-its-own'] = process.argv.slice(2);
const desk = aStandingDesk(address, token, seat);
desk.socket.on('connect', () => console.log('connected'));
desk.socket.on('picture', () => console.log(`picture ${desk.newest()?.rings.length ?? 0}`));
process.stdin.on('data', (said) => {
  const callId = said.toString().trim();
  desk.socket.emit('answer', { callId }, (reply: { readonly outcome: string }) =>
    console.log(`answer ${reply.outcome}`),
  );
});
