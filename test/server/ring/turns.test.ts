import { expect, test } from 'vitest';
import { inTurns } from '../../../server/ring/turns.ts';

/** Work that ends when it is told to. */
function aWork(name: string, log: string[]) {
  let end = () => {};
  const work = () => {
    log.push(`${name} begins`);
    return new Promise<void>((resolve) => {
      end = () => {
        log.push(`${name} ends`);
        resolve();
      };
    });
  };
  return { work, end: () => end() };
}

const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

test('work that shares a word waits for what came before it; other work does not', async () => {
  const log: string[] = [];
  const turns = inTurns(() => {});
  const [first, second, other] = [aWork('first', log), aWork('second', log), aWork('other', log)];
  turns.take(['guid:a', 'id:1'], first.work);
  turns.take(['id:1'], second.work);
  turns.take(['guid:b'], other.work);
  await settle();
  expect(log).toEqual(['first begins', 'other begins']);
  first.end();
  await settle();
  expect(log).toEqual(['first begins', 'other begins', 'first ends', 'second begins']);
});

test('work that fails is told and holds up nothing', async () => {
  const failures: unknown[] = [];
  const log: string[] = [];
  const turns = inTurns((error) => void failures.push(error));
  turns.take(['id:1'], () => Promise.reject(new Error('no disk')));
  turns.take(['id:1'], aWork('next', log).work);
  await settle();
  expect([failures.length, log]).toEqual([1, ['next begins']]);
});

test('what is done at once holds up nothing', () => {
  const log: string[] = [];
  const turns = inTurns(() => {});
  turns.take(['id:1'], () => {
    log.push('at once');
    return null;
  });
  turns.take(['id:1'], aWork('next', log).work);
  expect(log).toEqual(['at once', 'next begins']);
});
