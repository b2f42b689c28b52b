import { expect, it } from 'vitest';
import { OPERATIONS } from '../../functions/contracts/http/operations.ts';
import { routeName } from './names.ts';

it.each([
  ['GET /orders', 'GetOrders'],
  ['GET /orders/{id}', 'GetOrdersById'],
  ['POST /orders/{id}/cancel', 'PostOrdersByIdCancel'],
  ['GET /.well-known/jwks.json', 'GetWellKnownJwksJson'],
  ['PUT /orders/id', 'PutOrdersId'],
  ['ANY /rpc/{proxy+}', 'AnyRpcByProxy'],
])('%s is called %s', (route, name) => {
  expect(routeName(route)).toBe(name);
});

it('no two routes of the shop are called the same', () => {
  const routes = Object.values(OPERATIONS)
    .flat()
    .map(({ route }) => route);
  expect(routes.length).toBeGreaterThan(20);
  expect(new Set(routes.map(routeName)).size).toBe(new Set(routes).size);
});
