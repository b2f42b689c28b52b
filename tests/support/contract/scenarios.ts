import { retry } from '../../../ops/shop-driver/retry.ts';
import { until } from '../engine.ts';
import { linkMailedTo } from '../mailbox.ts';
import { parkByHand } from '../park-by-hand.ts';
import type { Received } from './recorder.ts';
import { keyed, newCredentials, newSku, type Scene } from './scene.ts';

/** How one status of an operation comes about: the last call's answer has it. */
type Scenario = (scene: Scene) => Promise<Received>;

const USD = { amount: { amount: 5, currency: 'USD' } };
const EUR = { amount: { amount: 5, currency: 'EUR' } };
const CUP = { sku: 'espresso-cup' };
const OLD = { 'if-match': '"0"' };

/** A read with an ETag, and what conditions make of it. */
const read = (id: string, path?: Record<string, string>): Record<number, Scenario> => {
  const ask = (scene: Scene, headers?: Record<string, string>) => scene.call(id, { path, headers });
  return {
    200: (scene) => ask(scene),
    304: async (scene) => ask(scene, { 'if-none-match': (await ask(scene)).headers.get('etag')! }),
    400: (scene) => ask(scene, { 'if-none-match': 'not in quotes' }),
    412: (scene) => ask(scene, OLD),
  };
};

const warm =
  (call: Scenario): Scenario =>
  (scene) =>
    retry(() => call(scene));

/** Has somebody ask for an address. */
async function wanting(scene: Scene, email: string): Promise<void> {
  const { id, token, password } = await scene.stranger();
  await scene.call('changeUser', { token, path: { id }, body: { email, current: password } });
}

/** The same key with another body. */
const reused =
  (id: string, bodies: [unknown, unknown], path?: Record<string, string>) => async (scene: Scene) => {
    const token = path ? scene.staff.token : scene.customer.token;
    const first = keyed(bodies[0]);
    await scene.call(id, { token, path, ...first });
    return scene.call(id, { token, path, ...first, body: bodies[1] });
  };

/**
 * What does not follow from an operation's declaration, by its id and the status: how it answers when all is well, and
 * what its service refuses. Whoever adds an operation adds its lines here; a status that nobody brings about fails the
 * contract test. (400, 401, 403, 404, 413 and 415 are made from the declaration: bad-calls.ts.)
 */
export const SCENARIOS: Record<string, Record<number, Scenario>> = {
  getHealth: { 200: (scene) => scene.call('getHealth') },
  getIndex: { 200: (scene) => scene.call('getIndex') },
  getOpenApi: read('getOpenApi'),
  getMetrics: {
    200: async (scene) => {
      await scene.call('getMetrics', { headers: { accept: 'application/openmetrics-text; version=1.0.0' } });
      return scene.call('getMetrics');
    },
  },
  getDocs: read('getDocs'),
  getJwks: { 200: (scene) => scene.call('getJwks') },
  getMe: {
    200: warm((scene) => scene.call('getMe')),
    404: async (scene) => {
      const { id, token } = await scene.stranger();
      await scene.call('deleteUser', { token, path: { id } });
      return warm(() => scene.call('getMe', { token }))(scene);
    },
  },
  getOrderOverview: {
    200: async (scene) => {
      const path = { id: await scene.order() };
      return warm(() => scene.asStaff('getOrderOverview', { path }))(scene);
    },
  },

  registerUser: {
    201: (scene) => scene.call('registerUser', { body: { name: 'Ada', ...newCredentials() } }),
    409: (scene) =>
      scene.call('registerUser', { body: { name: 'Eve', ...newCredentials(), email: scene.customer.email } }),
  },
  createToken: {
    200: (scene) => scene.call('createToken', { body: signInOf(scene) }),
    401: (scene) => scene.call('createToken', { body: newCredentials() }),
    429: async (scene) => {
      const body = newCredentials();
      for (let failure = 0; failure < 5; failure += 1) await scene.call('createToken', { body });
      return scene.call('createToken', { body });
    },
  },
  refreshToken: {
    200: async (scene) => {
      const { refreshToken } = await scene.stranger();
      return scene.call('refreshToken', { body: { refreshToken } });
    },
    401: (scene) => scene.call('refreshToken', { body: { refreshToken: 'never given out' } }),
  },
  revokeToken: {
    204: async (scene) => {
      const { refreshToken } = await scene.stranger();
      return scene.call('revokeToken', { body: { refreshToken } });
    },
  },
  getPasswordPage: { 200: (scene) => scene.call('getPasswordPage') },
  requestPasswordLink: {
    202: async (scene) =>
      scene.call('requestPasswordLink', { body: { email: (await scene.stranger()).email } }),
    429: async (scene) => {
      const { email } = newCredentials();
      for (let time = 0; time < 5; time += 1) await scene.call('requestPasswordLink', { body: { email } });
      return scene.call('requestPasswordLink', { body: { email } });
    },
  },
  setPassword: {
    204: async (scene) => {
      const { email } = await scene.stranger();
      await scene.call('requestPasswordLink', { body: { email } });
      return scene.call('setPassword', {
        body: { token: await linkMailedTo(email), password: 'a newer one' },
      });
    },
    401: (scene) => scene.call('setPassword', { body: { token: 'never sent', password: 'a newer one' } }),
  },
  findUsers: { 200: (scene) => scene.asStaff('findUsers', { query: { email: scene.customer.email } }) },
  getUser: {
    200: (scene) => scene.call('getUser', { path: { id: scene.customer.id } }),
    404: (scene) => scene.call('getUser', { path: { id: scene.staff.id } }),
  },
  getEmailPage: { 200: (scene) => scene.call('getEmailPage') },
  openEmailLink: {
    204: async (scene) => {
      const { email } = await scene.stranger();
      return scene.call('openEmailLink', { body: { token: await linkMailedTo(email) } });
    },
    401: (scene) => scene.call('openEmailLink', { body: { token: 'never sent' } }),
    409: async (scene) => {
      const { email } = newCredentials();
      await wanting(scene, email);
      const first = await linkMailedTo(email);
      await wanting(scene, email);
      const second = await until(
        async () => {
          const newest = await linkMailedTo(email);
          return newest === first ? undefined : newest;
        },
        { what: 'the second link' },
      );
      await scene.call('openEmailLink', { body: { token: first } });
      return scene.call('openEmailLink', { body: { token: second } });
    },
  },
  changeUser: {
    200: (scene) => scene.call('changeUser', { path: { id: scene.customer.id }, body: { name: 'Ada L.' } }),
    202: async (scene) => {
      const { id, token, password } = await scene.stranger();
      const body = { email: newCredentials().email, current: password };
      return scene.call('changeUser', { token, path: { id }, body });
    },
    403: async (scene) => {
      const { id, token } = await scene.stranger();
      const body = { email: newCredentials().email, current: 'wrong' };
      return scene.call('changeUser', { token, path: { id }, body });
    },
    409: async (scene) => {
      const { id, token, password } = await scene.stranger();
      const body = { email: scene.staff.email, current: password };
      return scene.call('changeUser', { token, path: { id }, body });
    },
    429: async (scene) => {
      const { id, token } = await scene.stranger();
      const call = { token, path: { id }, body: { email: newCredentials().email, current: 'wrong' } };
      for (let failure = 0; failure < 5; failure += 1) await scene.call('changeUser', call);
      return scene.call('changeUser', call);
    },
  },
  deleteUser: {
    204: async (scene) => {
      const { id, token } = await scene.stranger();
      return scene.call('deleteUser', { token, path: { id } });
    },
    409: async (scene) => {
      const { id, token } = await scene.stranger();
      await scene.call('postDeposit', { token, ...keyed(EUR) });
      return scene.call('deleteUser', { token, path: { id } });
    },
  },
  getPreferences: { 200: (scene) => scene.call('getPreferences', { path: { id: scene.customer.id } }) },
  putPreferences: {
    200: (scene) =>
      scene.call('putPreferences', {
        path: { id: scene.customer.id },
        body: { orderEmails: true, newsEmails: false, locale: 'de-AT', timeZone: 'Europe/Vienna' },
      }),
  },
  putPassword: {
    204: async (scene) => {
      const { id, token, password } = await scene.stranger();
      return scene.call('putPassword', {
        token,
        path: { id },
        body: { current: password, next: `${password}!` },
      });
    },
    422: async (scene) => {
      const { id, token } = await scene.stranger();
      return scene.call('putPassword', { token, path: { id }, body: WRONG });
    },
    429: async (scene) => {
      const { id, token } = await scene.stranger();
      const call = { token, path: { id }, body: WRONG };
      for (let failure = 0; failure < 5; failure += 1) await scene.call('putPassword', call);
      return scene.call('putPassword', call);
    },
  },
  putRoles: {
    200: async (scene) => {
      const { id } = await scene.stranger();
      return scene.asStaff('putRoles', { path: { id }, body: { roles: ['customer', 'oncall'] } });
    },
    422: (scene) =>
      scene.asStaff('putRoles', { path: { id: scene.staff.id }, body: { roles: ['customer'] } }),
  },

  listProducts: { 200: (scene) => scene.call('listProducts') },
  getProduct: read('getProduct', CUP),
  putProduct: {
    200: async (scene) => {
      const sku = await scene.product();
      return scene.asStaff('putProduct', { path: { sku }, body: PRODUCT });
    },
    201: (scene) => scene.asStaff('putProduct', { path: { sku: newSku() }, body: PRODUCT }),
    412: async (scene) => {
      const sku = await scene.product();
      return scene.asStaff('putProduct', { path: { sku }, body: PRODUCT, headers: OLD });
    },
    422: (scene) =>
      scene.asStaff('putProduct', {
        path: { sku: newSku() },
        body: { ...PRODUCT, price: { amount: 100, currency: 'USD' } },
      }),
  },
  retireProduct: {
    204: async (scene) => scene.asStaff('retireProduct', { path: { sku: await scene.product() } }),
    412: async (scene) =>
      scene.asStaff('retireProduct', { path: { sku: await scene.product() }, headers: OLD }),
  },
  getInventory: {
    ...read('getInventory', CUP),
    // Others order cups meanwhile.
    304: async (scene) => read('getInventory', { sku: await scene.product() })[304]!(scene),
  },
  putInventory: {
    200: async (scene) =>
      scene.asStaff('putInventory', { path: { sku: await scene.product() }, body: { onHand: 5 } }),
    409: async (scene) => {
      await scene.asStaff('postCustomerDeposit', {
        path: { customerId: scene.customer.id },
        ...keyed({ amount: { amount: 10_000, currency: 'EUR' } }),
      });
      await scene.order();
      return scene.asStaff('putInventory', { path: CUP, body: { onHand: 0 } });
    },
    412: async (scene) =>
      scene.asStaff('putInventory', {
        path: { sku: await scene.product() },
        body: { onHand: 5 },
        headers: OLD,
      }),
  },
  getDemand: { 200: (scene) => scene.asStaff('getDemand', { path: CUP }) },

  getAccount: { 200: (scene) => scene.call('getAccount') },
  postDeposit: {
    201: (scene) => scene.call('postDeposit', keyed(EUR)),
    422: (scene) => scene.call('postDeposit', keyed(USD)),
  },
  listEntries: { 200: (scene) => scene.call('listEntries') },
  getCustomerAccount: {
    200: (scene) => scene.asStaff('getCustomerAccount', { path: { customerId: scene.customer.id } }),
  },
  postCustomerDeposit: {
    201: (scene) =>
      scene.asStaff('postCustomerDeposit', { path: { customerId: scene.customer.id }, ...keyed(EUR) }),
    422: (scene) =>
      reused('postCustomerDeposit', [EUR, { amount: { amount: 6, currency: 'EUR' } }], {
        customerId: scene.customer.id,
      })(scene),
  },

  listInstances: { 200: (scene) => scene.call('listInstances', { token: scene.oncall.token }) },
  drainInstance: {
    200: async (scene) => {
      const call = { token: scene.oncall.token, path: { service: 'inventory', cell: 'b' } };
      const answer = await scene.call('drainInstance', { ...call, body: { reason: 'the contract test' } });
      await scene.call('restoreInstance', call);
      return answer;
    },
  },
  restoreInstance: {
    200: (scene) =>
      scene.call('restoreInstance', {
        token: scene.oncall.token,
        path: { service: 'inventory', cell: 'a' },
      }),
  },
  checkInstances: { 200: (scene) => scene.call('checkInstances', { token: scene.oncall.token }) },

  listBreakers: { 200: (scene) => scene.call('listBreakers', { token: scene.oncall.token }) },
  forceBreaker: {
    200: async (scene) => {
      const call = { token: scene.oncall.token, path: { service: 'inventory', cell: 'b' } };
      const body = { state: 'CLOSED', seconds: 60, reason: 'the contract test' };
      const answer = await scene.call('forceBreaker', { ...call, body });
      await scene.call('releaseBreaker', call);
      return answer;
    },
  },
  releaseBreaker: {
    200: (scene) =>
      scene.call('releaseBreaker', {
        token: scene.oncall.token,
        path: { service: 'inventory', cell: 'a' },
      }),
  },

  placeOrder: {
    201: (scene) => scene.call('placeOrder', keyed({ items: [{ ...CUP, quantity: 1 }] })),
    422: (scene) => scene.call('placeOrder', keyed({ items: [{ sku: 'not-sold', quantity: 1 }] })),
  },
  getOrder: { 200: async (scene) => scene.call('getOrder', { path: { id: await scene.order() } }) },
  listOrders: {
    200: (scene) => scene.call('listOrders'),
  },
  cancelOrder: {
    202: async (scene) => scene.call('cancelOrder', { path: { id: await scene.order() } }),
  },

  listSagas: { 200: (scene) => scene.asOncall('listSagas') },
  getSaga: {
    200: async (scene) => scene.asOncall('getSaga', { path: { orderId: await scene.order() } }),
  },
  redriveSaga: {
    202: async (scene) => {
      await scene.asStaff('postCustomerDeposit', {
        path: { customerId: scene.customer.id },
        ...keyed({ amount: { amount: 10_000, currency: 'EUR' } }),
      });
      const orderId = await scene.order();
      await parkByHand(orderId);
      return scene.asOncall('redriveSaga', { path: { orderId } });
    },
    409: async (scene) => scene.asOncall('redriveSaga', { path: { orderId: await scene.order() } }),
  },
};

const WRONG = { current: 'not the password', next: 'another long pass phrase' };
const PRODUCT = { name: 'Contract, changed', price: { amount: 200, currency: 'EUR' } };
const signInOf = ({ customer: { email, password } }: Scene) => ({ email, password });

/** Statuses that the contract test does not bring about, with the reason and the test that does. */
export const ELSEWHERE: Record<string, Record<number, string>> = {
  '*': {
    429: 'more requests than this machine can answer: tests/e2e/rate-limits.test.ts',
    503: 'something has to fail inside: functions/platform/http/endpoint.spec.ts',
  },
  getMetrics: { 401: 'a stage on this machine asks for no token: tests/services/metrics-api.test.ts' },
  deleteUser: { 403: 'a sign-in that is 15 minutes old: tests/services/users.test.ts' },
  putPassword: { 409: 'two changes in the same moment: tests/services/users.test.ts' },
  putProduct: { 409: 'many changes in the same moment: tests/services/inventory-api.test.ts' },
  retireProduct: { 409: 'many changes in the same moment: tests/services/inventory-api.test.ts' },
  postDeposit: { 409: 'two requests in the same moment: tests/services/payments-api.test.ts' },
  postCustomerDeposit: { 409: 'two requests in the same moment: tests/services/payments-api.test.ts' },
  placeOrder: { 409: 'two requests in the same moment: tests/e2e/orders.test.ts' },
  cancelOrder: { 409: 'an order that was confirmed too long ago: tests/services/orders-api.test.ts' },
};
