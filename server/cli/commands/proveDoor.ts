import { setTimeout as wait } from 'node:timers/promises';
import type { PanelDoorOpened } from '../../../protocol/door.ts';
import { operator } from '../../../protocol/operator.ts';
import { done, type Surroundings } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import { isYes } from '../terminal.ts';
import type { PanelOfSite } from './hasNotCalled.ts';

const lookEveryMs = 1_000;
const waitForCallMs = 120_000;
const failed = (message: string): Outcome => ({ kind: 'failed', message, misused: false });

/**
 * Opens a panel's own door from its live call, waiting for somebody to press the panel's button, and records what a person saw.
 * `wasSeen`: whoever runs this watches the door and needs no question.
 */
export async function proveDoor(params: PanelOfSite, wasSeen: boolean, around: Surroundings): Promise<Outcome> {
  const opened = await openFromCall(params, around);
  if (!opened.ok) return opened.error;
  const { reply } = opened.value;
  if (reply.outcome === 'refused')
    return failed(sentences[reply.because] ?? `The door was not opened: ${reply.because}.`);
  const word = wasSeen ? 'yes' : await around.hear('The door was asked to open. Did it move? (yes/no) ');
  if (word === null) return failed('Nobody is there to say whether it moved. Watch the door and run this with --seen.');
  const moved = isYes(word);
  const proof = await around.ask(operator.provePanelDoor, { params, body: { moved } });
  if (!proof.ok) return proof.error;
  if (!moved)
    return failed(
      `${proof.value.name} is not proven: staff have no button for it. Map it anew, or ask who installed the panel.`,
    );
  return done(proof.value, [`${proof.value.name} is proven. Staff can open it from the panel’s calls.`]);
}

type Opened = { readonly ok: true; readonly value: PanelDoorOpened } | { readonly ok: false; readonly error: Outcome };

/** Each look is a press of its own; one that found no call asked the vendor for nothing. */
async function openFromCall(params: PanelOfSite, { ask, say }: Surroundings): Promise<Opened> {
  for (let waited = 0; ; waited += lookEveryMs) {
    const opened = await ask(operator.openPanelDoor, { params });
    if (!opened.ok) return opened;
    const { reply } = opened.value;
    const isMissing = reply.outcome === 'refused' && reply.because === 'unknown-call';
    if (!isMissing) return opened;
    if (waited >= waitForCallMs) return { ok: false, error: failed('Nobody called from this panel in two minutes.') };
    if (waited === 0) say('Press the button on that panel now. The door opens once as soon as it calls. Waiting 2:00.');
    await wait(lookEveryMs);
  }
}

const sentences: Readonly<Record<string, string>> = {
  'not-our-account': 'This call is for an account that the relay does not hold. Call the front desk from the panel.',
  'no-account': 'No account is linked that was called. Link one with vestibule connect.',
  'vendor-refused': 'ButterflyMX refused to open the door.',
  'cooling-down': 'The door was opened a moment ago. Try again in three seconds.',
  'not-recorded': 'The relay cannot record it now, and opens no door without a record.',
  'no-media-yet': 'The call cannot be spoken of to ButterflyMX yet. Try again.',
  ended: 'The call was over. Try again.',
};
