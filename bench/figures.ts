import { readFileSync } from 'node:fs';

/** The value below which `share` of the sorted figures lie. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (figures: readonly number[]): number => percentile(figures, 0.5);

export type Goal = {
  readonly what: string;
  readonly must: number;
  readonly aim: number;
  readonly better: 'more' | 'less';
  readonly unit: string;
};

/** One line of the report, with whether the figure keeps what was promised. */
export function verdict({ what, must, aim, better, unit }: Goal, figure: number): string {
  const reaches = (limit: number) => (better === 'more' ? figure >= limit : figure <= limit);
  const word = reaches(aim) ? 'reaches the aim' : reaches(must) ? 'within what it must' : 'MISSED';
  return `${what.padEnd(64)} ${figure.toFixed(2).padStart(8)}${unit}   must ${must}${unit}, aim ${aim}${unit}: ${word}`;
}

/** The memory that a process holds now, in megabytes (Linux). */
export const memoryMbOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
