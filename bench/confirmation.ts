import { vestibule } from './contenders.ts';
import { median } from './figures.ts';
import { type RingFigures, ringLatency } from './ringing.ts';
import { answeringVendor, hangingVendor, type StandInVendor } from './standInVendors.ts';

/** Whom the relay can ask about a call: nobody, a vendor that answers each question at once, or one that takes questions and answers none. */
const ways = ['none', 'answering', 'hanging'] as const;
type Way = (typeof ways)[number];

/** Far more than any building has, and few enough that the figure is the vendor's and not that of a machine at its limit. */
const load = { desks: 20, callsPerSecond: 10 };

/** What the two vendors add to a ring, in milliseconds: medians of the rounds' differences to a relay without an account. */
export type ConfirmationFigures = Readonly<Record<Exclude<Way, 'none'>, Pick<RingFigures, 'p50' | 'p99'>>>;

/** Measures all three in each round; who comes first, second and third moves on by one from round to round. */
export async function confirmationFigures(
  rounds: number,
  seconds: number,
  say: (line: string) => void,
): Promise<ConfirmationFigures> {
  const vendors = { answering: await answeringVendor(), hanging: await hangingVendor() };
  const measured: Readonly<Record<Way, RingFigures>>[] = [];
  try {
    for (let round = 0; round < rounds; round++) measured.push(await oneRound(round));
  } finally {
    for (const vendor of Object.values(vendors)) vendor.stop();
  }
  return { answering: addedBy('answering'), hanging: addedBy('hanging') };

  async function oneRound(round: number): Promise<Readonly<Record<Way, RingFigures>>> {
    const figures = { none: nothing, answering: nothing, hanging: nothing };
    const first = round % ways.length;
    for (const way of [...ways.slice(first), ...ways.slice(0, first)]) {
      figures[way] = await measure(way === 'none' ? null : vendors[way], seconds);
      checkThat(way, figures[way]);
    }
    say(`round ${round + 1}: ring ${ways.map((way) => `${way} ${lineOf(figures[way])}`).join('; ')}`);
    return figures;
  }

  function addedBy(way: Exclude<Way, 'none'>): Pick<RingFigures, 'p50' | 'p99'> {
    const added = (part: 'p50' | 'p99') => median(measured.map((round) => round[way][part] - round.none[part]));
    return { p50: added('p50'), p99: added('p99') };
  }
}

const nothing: RingFigures = { p50: Number.NaN, p99: Number.NaN, answerP99: Number.NaN, calls: 0, confirmed: 0 };
const lineOf = ({ p50, p99, calls, confirmed }: RingFigures) =>
  `p50 ${p50.toFixed(2)} ms p99 ${p99.toFixed(2)} ms, ${confirmed} of ${calls} confirmed`;

async function measure(vendor: StandInVendor | null, seconds: number): Promise<RingFigures> {
  const contender = await vestibule(vendor === null ? {} : { env: vendor.env, building: 61_200 });
  try {
    return await ringLatency(contender, seconds, load);
  } finally {
    await contender.stop();
  }
}

/** A figure of confirmations that did not take place would say nothing. */
function checkThat(way: Way, { calls, confirmed }: RingFigures): void {
  if (confirmed !== (way === 'answering' ? calls : 0))
    throw new Error(`With the vendor “${way}” ${confirmed} of ${calls} calls were confirmed.`);
}
