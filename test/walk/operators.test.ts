import { expect, test } from 'vitest';
import { z } from 'zod';
import { type OperatorRequest, operatorDescription, operatorRoot } from '../../protocol/operator/request.ts';
import { operator } from '../../protocol/operator.ts';
import { aRelay } from '../harness/aRelay.ts';

const Described = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const requests: readonly OperatorRequest[] = Object.values(operator);

test('a relay has a route for each request of the contract, and no other for operators', async () => {
  await using relay = await aRelay();
  const answer = await fetch(`${relay.address}${operatorRoot}${operatorDescription}`);
  const { paths } = Described.parse(await answer.json());
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const asked = requests.map(({ method, path }) => `${method} ${operatorRoot}${path.replace(/:(\w+)/g, '{$1}')}`);
  expect(routes.toSorted()).toEqual(asked.toSorted());
});
