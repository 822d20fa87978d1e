import type { OperatorRequest } from '../../protocol/operator/request.ts';

/** A request of the contract as the web server takes it: `routes.route({ ...routeOf(operator.namePanel), handler })`. */
export function routeOf<R extends OperatorRequest>({ method, path, replies, ...asked }: R) {
  return { method, url: path, schema: { ...asked, response: replies } };
}
