import { randomUUID } from 'node:crypto';
import { retry } from '../../../ops/shop-driver/retry.ts';
import { until } from '../engine.ts';
import type { Call, Received, Recorder } from './recorder.ts';

/** Somebody with an account. */
export interface Person {
  id: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}

interface Credentials {
  email: string;
  password: string;
}

/** People of each role, and how to get more of them; everything goes through the recorder, and so counts. */
export class Scene {
  readonly recorder: Recorder;
  readonly customer: Person;
  readonly staff: Person;
  readonly oncall: Person;

  private constructor(recorder: Recorder, people: Pick<Scene, 'customer' | 'staff' | 'oncall'>) {
    this.recorder = recorder;
    this.customer = people.customer;
    this.staff = people.staff;
    this.oncall = people.oncall;
  }

  /** @param staff how the first staff account signs in: `staff` of the outputs */
  static async open(recorder: Recorder, staff: Credentials): Promise<Scene> {
    const [chief, customer, coming] = await Promise.all([
      signIn(recorder, staff),
      newCustomer(recorder),
      newCustomer(recorder),
    ]);
    const body = { roles: ['oncall'] };
    await recorder.call('putRoles', { token: chief.token, path: { id: coming.id }, body });
    return new Scene(recorder, { customer, staff: chief, oncall: await signIn(recorder, coming) });
  }

  /** A call by the customer, unless the call says by whom. */
  call(id: string, call: Call = {}): Promise<Received> {
    return retry(() => this.recorder.call(id, { token: this.customer.token, ...call }));
  }

  /** A call by staff. */
  asStaff(id: string, call: Call = {}): Promise<Received> {
    return retry(() => this.recorder.call(id, { token: this.staff.token, ...call }));
  }

  /** A call by somebody on call. */
  asOncall(id: string, call: Call = {}): Promise<Received> {
    return retry(() => this.recorder.call(id, { token: this.oncall.token, ...call }));
  }

  /** Somebody of whom no other scenario knows. */
  stranger(): Promise<Person> {
    return newCustomer(this.recorder);
  }

  /** A customer's order that has been settled. */
  async order(): Promise<string> {
    const { body } = await this.call('placeOrder', keyed({ items: [{ sku: 'espresso-cup', quantity: 1 }] }));
    const path = { id: String(body.id) };
    await until(async () => (await this.call('getOrder', { path })).body.status !== 'PENDING', {
      what: `order ${body.id} to be settled`,
    });
    return path.id;
  }

  /** Sells the products of this test no longer: other tests look at the list. */
  async leave(): Promise<void> {
    const { body } = await this.call('listProducts', { query: { limit: '100' } });
    const skus = (body.items as { sku: string }[]).map(({ sku }) => sku).filter((sku) => OWN_SKU.test(sku));
    await Promise.all(skus.map((sku) => this.asStaff('retireProduct', { path: { sku } })));
  }

  /** A product that nobody else sells; its sku. */
  async product(): Promise<string> {
    const sku = newSku();
    const body = { name: 'Contract', price: { amount: 100, currency: 'EUR' } };
    await this.asStaff('putProduct', { path: { sku }, body });
    return sku;
  }
}

/** Products of this test come last in the list, and are known by this. */
const OWN_SKU = /^zz-/;

export const newSku = (): string => `zz-contract-${randomUUID()}`;

/** A body with an Idempotency-Key. */
export const keyed = (body: unknown, key: string = randomUUID()): Call => ({
  body,
  headers: { 'idempotency-key': key },
});

export const newCredentials = (): Credentials => ({
  email: `${randomUUID()}@example.com`,
  password: 'a long pass phrase',
});

async function newCustomer(recorder: Recorder): Promise<Person> {
  const credentials = newCredentials();
  await retry(() => recorder.call('registerUser', { body: { name: 'Ada', ...credentials } }));
  return signIn(recorder, credentials);
}

export async function signIn(recorder: Recorder, { email, password }: Credentials): Promise<Person> {
  const { body } = await retry(() => recorder.call('createToken', { body: { email, password } }));
  const token = String(body.accessToken);
  const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string };
  return { id: claims.sub, email, password, token, refreshToken: String(body.refreshToken) };
}
