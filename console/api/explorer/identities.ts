import { decodeJwt } from 'jose';
import { WHILE_UNAVAILABLE } from '../../../ops/shop-driver/retry.ts';
import { ShopDriver } from '../../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../../ops/shop-driver/shop-user.ts';
import { UserError } from '../../../packages/command-line/user-error.ts';

/** Somebody as whom an operation can be tried. */
export interface Identity {
  /** `staff`, or the number of a test customer. */
  name: string;
  label: string;
  userId?: string;
}

/** A token that ends sooner is not used any more (ms). */
const SPARE_MS = 30_000;
/** What a test customer has in the account, in minor units. */
export const FUNDS = 100_000;

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve'];

/**
 * Those as whom operations are tried on a local stage: its staff, and customers that are registered for it. Their passwords
 * and tokens stay in the memory of the console's server.
 */
export class Identities {
  readonly #customers: ShopUser[] = [];
  #staff: ShopUser | undefined;

  /** @param staff - the body of a sign-in, as the deploy has returned it. */
  known(staff: string | undefined): Identity[] {
    return [
      ...(staff === undefined
        ? []
        : [{ name: 'staff', label: 'staff', ...(this.#staff && { userId: this.#staff.id }) }]),
      ...this.#customers.map(({ id, credentials }, index) => ({
        name: String(index + 1),
        label: credentials.email,
        userId: id,
      })),
    ];
  }

  /**
   * Registers a customer with money in the account.
   *
   * @throws UserError when the shop refuses or cannot.
   */
  async register(api: string): Promise<Identity> {
    const name = NAMES[this.#customers.length % NAMES.length]!;
    const customer = await told(driver(api).customer(FUNDS, name));
    this.#customers.push(customer);
    return this.known(undefined).at(-1)!;
  }

  /**
   * A token that works.
   *
   * @throws UserError when there is nobody of that name.
   */
  async tokenOf(name: string, { api, staff }: { api: string; staff: string | undefined }): Promise<string> {
    const shop = driver(api);
    if (name === 'staff' && staff !== undefined) {
      if (!this.#staff || isOver(this.#staff))
        this.#staff = await told(shop.signIn(JSON.parse(staff) as ShopUser['credentials']));
      return this.#staff.token;
    }
    const at = Number(name) - 1;
    const customer = this.#customers[at];
    if (!customer)
      throw new UserError(
        `nobody is known as ${name}`,
        'the console was started anew: register a test customer',
      );
    const current = isOver(customer) ? await told(shop.signIn(customer.credentials)) : customer;
    this.#customers[at] = current;
    return current.token;
  }
}

const isOver = ({ token }: ShopUser): boolean => (decodeJwt(token).exp ?? 0) * 1000 < Date.now() + SPARE_MS;

const driver = (api: string): ShopDriver => new ShopDriver(api, { retry: WHILE_UNAVAILABLE });

/** What the shop has refused, for the person to read. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const { message } = thrown as Error;
    throw new UserError(`the shop did not do it: ${message}`, 'its log tells more: npm run logs', {
      cause: thrown,
    });
  }
}
