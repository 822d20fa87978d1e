import type { Command } from './command.ts';
import { accountCommands } from './commands/accountCommands.ts';
import { callCommands } from './commands/callCommands.ts';
import { checkCommands } from './commands/checkCommands.ts';
import { connectCommand } from './commands/connectCommand.ts';
import { deskCommands } from './commands/deskCommands.ts';
import { doorCommands } from './commands/doorCommands.ts';
import { hookCommands } from './commands/hookCommands.ts';
import { integrationCommands } from './commands/integrationCommands.ts';
import { inviteCommands } from './commands/inviteCommands.ts';
import { panelCommands } from './commands/panelCommands.ts';
import { simulatorCommands } from './commands/simulatorCommands.ts';
import { siteCommands } from './commands/siteCommands.ts';
import { upkeepCommands } from './commands/upkeepCommands.ts';
import { wallCommands } from './commands/wallCommands.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  ...hookCommands,
  ...wallCommands,
  ...integrationCommands,
  ...deskCommands,
  ...inviteCommands,
  ...siteCommands,
  ...checkCommands,
  connectCommand,
  ...accountCommands,
  ...panelCommands,
  ...doorCommands,
  ...callCommands,
  ...upkeepCommands,
  ...simulatorCommands,
];
