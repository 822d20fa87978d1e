/** `npm run chaos [-- --scale small|full] [--only WORD]`: every fault, and whether its promise held. Ends with 1 when one did not. */
import { parseArgs } from 'node:util';
import { scenarios } from './scenarios.ts';

const { values } = parseArgs({
  options: { scale: { type: 'string', default: 'small' }, only: { type: 'string', default: '' } },
});
const scale = values.scale === 'full' ? 'full' : 'small';
const chosen = scenarios.filter(({ name }) => name.includes(values.only));
let broken = 0;
console.log(`${chosen.length} faults, scale ${scale}, Node ${process.version}\n`);
for (const { name, promise, run } of chosen) {
  const began = performance.now();
  const outcome = await run(scale);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  broken += outcome.broken.length;
  console.log(`${outcome.broken.length === 0 ? 'held  ' : 'BROKEN'} ${name} (${seconds} s)`);
  console.log(`         ${promise}`);
  console.log(`         ${outcome.saw}`);
  for (const fault of outcome.broken.slice(0, 5)) console.log(`         BROKEN: ${fault}`);
  if (outcome.broken.length > 5) console.log(`         BROKEN: and ${outcome.broken.length - 5} more`);
}
console.log(`\n${broken === 0 ? 'Every promise held.' : `${broken} promises were broken.`}`);
process.exit(broken === 0 ? 0 : 1);
