/** `npm run bench [-- --quick]`: Vestibule beside relays that do less, in the same run, several rounds; only the ratios mean anything. */
import { confirmationFigures } from './confirmation.ts';
import { type Contender, reference, vestibule } from './contenders.ts';
import { type Crowd, crowdFigures } from './crowds.ts';
import { median, verdict } from './figures.ts';
import { intakeRate } from './intake.ts';
import { startWith } from './millionCalls.ts';
import { hasNchan, nchan } from './nchan.ts';
import { pageInFlood } from './pageInFlood.ts';
import { burstPage, quietPage } from './pageRings.ts';
import { ringLatency } from './ringing.ts';

/** `--only confirmation` measures that alone. */
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;
const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 2 : 5;
const intakeSeconds = isQuick ? 2 : 4;
const ringSeconds = isQuick ? 4 : 10;
/** Every contender runs so long before it is measured: a relay runs for weeks, and its first two seconds are the compiler's. */
const warmSeconds = 3;

async function withContender<T>(
  make: () => Promise<Contender>,
  measure: (contender: Contender) => Promise<T>,
): Promise<T> {
  const contender = await make();
  try {
    return await measure(contender);
  } finally {
    await contender.stop();
  }
}

if (only === 'page-flood') {
  await showPageInFlood();
  process.exit(0);
}
if (only === 'page') {
  await showPage();
  process.exit(0);
}
if (only === 'confirmation') {
  await showConfirmation();
  process.exit(0);
}

const bare = () => reference('bareSocketIo');
const commits = () => reference('oneCommitEach');
const grouped = () => reference('groupCommitAlone');
/** `VESTIBULE_BENCH_AGAINST`: another version's `server/main.ts`, measured in the same rounds. */
const against = process.env.VESTIBULE_BENCH_AGAINST ?? null;
const toGroup: number[] = [];
const toOlder: number[] = [];
const toBare: number[] = [];
const toCommits: number[] = [];
const p50: number[] = [];
const p99: number[] = [];
const answers: number[] = [];

for (let round = 1; round <= rounds; round++) {
  const rate = async (contender: Contender) => {
    await intakeRate(contender, warmSeconds);
    return intakeRate(contender, intakeSeconds);
  };
  const [ours, group, nothing, each] = [
    await withContender(vestibule, rate),
    await withContender(grouped, rate),
    await withContender(bare, rate),
    await withContender(commits, rate),
  ];
  const older = against === null ? null : await withContender(() => vestibule({ main: against }), rate);
  const inC = hasNchan() ? await withContender(nchan, rate) : null;
  console.log(
    `round ${round}: intake ${ours.toFixed(0)}/s, group commit alone ${group.toFixed(0)}/s, bare Socket.IO ${nothing.toFixed(0)}/s, a commit each ${each.toFixed(0)}/s${older === null ? '' : `, the other version ${older.toFixed(0)}/s`}${inC === null ? '' : `, nchan ${inC.toFixed(0)}/s`}`,
  );
  toGroup.push(ours / group);
  toBare.push(ours / nothing);
  toCommits.push(ours / each);
  if (older !== null) toOlder.push(ours / older);
  const latency = async (contender: Contender) => {
    await ringLatency(contender, warmSeconds);
    return ringLatency(contender, ringSeconds);
  };
  const [our, their] = [await withContender(vestibule, latency), await withContender(bare, latency)];
  console.log(
    `round ${round}: ring p50 ${our.p50.toFixed(2)} ms, p99 ${our.p99.toFixed(2)} ms; bare ${their.p50.toFixed(2)} and ${their.p99.toFixed(2)} ms; our 200 p99 ${our.answerP99.toFixed(2)} ms`,
  );
  p50.push(our.p50 / their.p50);
  p99.push(our.p99 / their.p99);
  answers.push(our.answerP99);
}

console.log(`\nMedians of ${rounds} rounds:`);
const more = { better: 'more', unit: '×' } as const;
console.log(
  verdict({ what: 'durable intake, against group commit alone', must: 0.37, aim: 0.5, ...more }, median(toGroup)),
);
console.log(
  verdict({ what: 'durable intake, against one commit a delivery', must: 1.3, aim: 1.6, ...more }, median(toCommits)),
);
if (toOlder.length > 0)
  console.log(
    verdict({ what: 'durable intake, against the other version', must: 1.3, aim: 1.6, ...more }, median(toOlder)),
  );
console.log(`durable intake, against bare Socket.IO that stores nothing: ${median(toBare).toFixed(2)}×`);
console.log(
  verdict(
    {
      what: 'delivery → message, 100 desks, p50, against bare Socket.IO',
      must: 2,
      aim: 1.3,
      better: 'less',
      unit: '×',
    },
    median(p50),
  ),
);
console.log(
  verdict(
    {
      what: 'delivery → message, 100 desks, p99, against bare Socket.IO',
      must: 2.5,
      aim: 1.5,
      better: 'less',
      unit: '×',
    },
    median(p99),
  ),
);
console.log(
  verdict(
    { what: '200 to the vendor under that load, p99', must: 50, aim: 10, better: 'less', unit: ' ms' },
    median(answers),
  ),
);

if (only === 'intake') process.exit(0);
await showConfirmation();
await showPage();
await showPageInFlood();

/** A real page on shift: one visitor at a time, and many within a second. */
async function showPage(): Promise<void> {
  const ms = { better: 'less', unit: ' ms' } as const;
  const quiet = await quietPage(isQuick ? 10 : 50);
  console.log(verdict({ what: 'page, quiet, p99: message → tone', must: 20, aim: 5, ...ms }, quiet.toneP99));
  console.log(verdict({ what: 'page, quiet, p99: message → painted', must: 60, aim: 35, ...ms }, quiet.paintedP99));
  const fifty = await burstPage(50);
  console.log(verdict({ what: 'page, 50 calls in 1 s: painted, p99', must: 150, aim: 100, ...ms }, fifty.paintedP99));
  console.log(
    verdict({ what: 'page, 50 calls in 1 s: sounding sent, p99', must: 500, aim: 150, ...ms }, fifty.soundingP99),
  );
  const many = await burstPage(200);
  console.log(verdict({ what: 'page, 200 calls in 1 s: painted, p99', must: 1_000, aim: 250, ...ms }, many.paintedP99));
  const what = 'page, 200 calls in 1 s: called unheard while the tone plays';
  console.log(verdict({ what, must: 0, aim: 0, better: 'less', unit: '' }, many.falseUnheard));
}

/** Ten thousand false calls in half a minute: what a press at a real page takes. */
async function showPageInFlood(): Promise<void> {
  const { pressP99, presses, calls } = await (isQuick ? pageInFlood(1_500, 5_000) : pageInFlood(10_000, 30_000));
  console.log(`page in a flood: ${calls} false calls, ${presses} presses`);
  const what = 'page in a flood of false calls: press → next picture, p99';
  console.log(verdict({ what, must: 200, aim: 100, better: 'less', unit: ' ms' }, pressP99));
}

/** A vendor's API that confirms every call, and one that takes every request and answers none, against no account at all: sound waits for neither. */
async function showConfirmation(): Promise<void> {
  const { answering, hanging } = await confirmationFigures(rounds, ringSeconds, (line) => console.log(line));
  for (const [what, figure] of [
    ['ring p50 with every call confirmed, minus without an account', answering.p50],
    ['ring p99 with every call confirmed, minus without an account', answering.p99],
    ['ring p50 with a vendor that hangs, minus without an account', hanging.p50],
    ['ring p99 with a vendor that hangs, minus without an account', hanging.p99],
  ] as const)
    console.log(verdict({ what, must: 20, aim: 5, better: 'less', unit: ' ms' }, figure));
}

/** Larger and smaller crowds, one round each, and where a reference does the same, that beside it. */
const crowds: readonly Crowd[] = isQuick
  ? [{ desks: 1, sites: 1, callsPerSecond: 20 }]
  : [
      { desks: 1, sites: 1, callsPerSecond: 20 },
      { desks: 100, sites: 1, callsPerSecond: 20 },
      { desks: 1_000, sites: 1, callsPerSecond: 3 },
      { desks: 1_000, sites: 200, callsPerSecond: 50 },
    ];
const references = [{ name: 'bare', make: bare }, ...(hasNchan() ? [{ name: 'nchan', make: nchan }] : [])];
console.log('\ndesks  sites  calls/s   ring p50       p99   200 p99   memory    cpu   loop p99');
for (const crowd of crowds) {
  const measure = (contender: Contender) => crowdFigures(contender, crowd, ringSeconds);
  const ours = await show('ours', vestibule);
  if (crowd.sites > 1) continue;
  for (const { name, make } of references) {
    const theirs = await show(name, make);
    if (crowd.desks === 1_000 && name === 'bare')
      console.log(
        verdict(
          { what: 'memory at 1,000 desks, against bare Socket.IO', must: 1.3, aim: 1.2, better: 'less', unit: '×' },
          ours.memoryMb / theirs.memoryMb,
        ),
      );
  }

  async function show(name: string, make: () => Promise<Contender>) {
    const figures = await withContender(make, measure);
    const { p50: mid, p99: high, answerP99, memoryMb, cpu, loopP99 } = figures;
    console.log(
      `${String(crowd.desks).padStart(5)}  ${String(crowd.sites).padStart(5)}  ${String(crowd.callsPerSecond).padStart(7)}   ${mid.toFixed(1).padStart(5)} ms  ${high.toFixed(1).padStart(6)} ms  ${answerP99.toFixed(1).padStart(6)} ms  ${memoryMb.toFixed(0).padStart(4)} MB  ${cpu.toFixed(0).padStart(4)} %  ${loopP99 === null ? '' : `${loopP99.toFixed(0)} ms`}  ${name}`,
    );
    return figures;
  }
}
if (!isQuick) {
  const none = await startWith(0);
  const million = await startWith(1_000_000);
  console.log(
    `\nStart until webhooks are taken: ${none.seconds.toFixed(2)} s and ${none.memoryMb.toFixed(0)} MB with an empty journal, ${million.seconds.toFixed(2)} s and ${million.memoryMb.toFixed(0)} MB with a million calls (must 1 s).`,
  );
}
