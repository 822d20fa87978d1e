import { describe, expect, it } from 'vitest';
import { descriptorLimit, mostConnections } from '../../../server/http/descriptors.ts';

const limits = (soft: string) => `Limit                     Soft Limit           Hard Limit           Units     
Max processes             127235               127235               processes 
Max open files            ${soft.padEnd(21)}524288               files     
Max locked memory         8388608              8388608              bytes     
`;

describe('how many files may be open', () => {
  it.each([
    ['1024', 1_024],
    ['400', 400],
    ['unlimited', 10_500],
  ])('is read as the system tells it: %s', (soft, limit) => {
    expect(descriptorLimit(() => limits(soft))).toBe(limit);
  });

  it('is assumed where no system tells', () => {
    const nothing = () => {
      throw new Error('no such file');
    };
    expect([descriptorLimit(nothing), descriptorLimit(() => 'in a form of its own')]).toEqual([8_192, 8_192]);
  });
});

it.each([
  [200, 133],
  [1_024, 682],
  [8_192, 7_692],
  [1_048_576, 10_000],
])('of %i files, %i may be connections: the rest is kept for the relay itself', (limit, most) => {
  expect(mostConnections(limit)).toBe(most);
});
