import { type Command, done, plain } from '../command.ts';
import { ringSimulator } from '../ringSimulator.ts';

/** The simulated ButterflyMX. */
export const simulatorCommands: readonly Command[] = [
  {
    ...plain,
    words: 'ring',
    usage: '--site S',
    does: 'let a visitor of the simulator press the button',
    required: ['site'],
    run: async ({ site }, { simulatorPort }) => {
      const placed = await ringSimulator(site[0] ?? '', simulatorPort);
      if (!placed.ok) return { kind: 'failed', message: placed.error, misused: false };
      return done({ guid: placed.value }, [`A visitor is calling: ${placed.value}`]);
    },
  },
];
