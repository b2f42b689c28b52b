import { LIMITS } from '../functions/contracts/limits.ts';
import { isLocalStage } from '../localstack/stage.ts';

/** What a shop is set to. Limits that clients run into are in functions/contracts/limits.ts. */

/** The currency of all prices and accounts (ISO 4217). */
export const CURRENCY = 'EUR';

/** Below how many available units a product's stock is low, until staff say otherwise for it. */
export const LOW_STOCK = 5;

/** On this machine everybody comes from one address, and scripts sign in hundreds of people. */
const LOCAL_ADDRESS = '1000/1000';

const written = ({ perSecond, burst }: { perSecond: number; burst: number }) => `${perSecond}/${burst}`;

/**
 * How many requests may come from one customer and from one address, as `<a second>/<at once>`:
 * RATE_LIMIT_CUSTOMER=20/40 at a deployment sets another number than that of functions/contracts/limits.ts, and
 * RATE_LIMIT_ADDRESS the other one; RATE_LIMIT_API is how many may come in all.
 *
 * @throws Error when a setting is not of that form.
 */
export function rateLimitsOf(stage: string, env: Readonly<Record<string, string | undefined>>) {
  const setting = (name: string, otherwise: string) => {
    const text = env[name] ?? otherwise;
    if (/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/.test(text)) return text;
    throw new Error(`${name} has to be like 50/100 (a second, at once), and is ${text}`);
  };
  return {
    customer: setting('RATE_LIMIT_CUSTOMER', written(LIMITS.customerRate)),
    api: setting('RATE_LIMIT_API', written(LIMITS.apiRate)),
    address: setting('RATE_LIMIT_ADDRESS', isLocalStage(stage) ? LOCAL_ADDRESS : written(LIMITS.addressRate)),
  };
}

/**
 * The origins whose scripts may call from browsers: CORS_ORIGINS=https://shop.example,https://admin.example at a
 * deployment; none unless told.
 *
 * @throws Error when one is no origin: scheme, host, port, and nothing else.
 */
export function corsOriginsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const origins = (env.CORS_ORIGINS ?? '').split(',').filter(Boolean);
  const wrong = origins.find((text) => !URL.canParse(text) || new URL(text).origin !== text);
  if (wrong === undefined) return origins;
  throw new Error(
    `CORS_ORIGINS has to be origins like https://shop.example with commas in between: ${wrong}`,
  );
}

/** How many cells each service's RPC side has: independent instances, one of which can fail or be drained. */
export const CELLS = { users: 2, orders: 2, inventory: 2, payments: 2 };

/** The services that have cells, by name. */
export type CelledService = keyof typeof CELLS;

/**
 * The names of a service's cells: a, b, and so on. CELLS_USERS=3 at a deployment sets another number than that above.
 *
 * @throws Error unless the number is from 1 to 8.
 */
export function cellNames(
  service: CelledService,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  const setting = `CELLS_${service.toUpperCase()}`;
  const count = Number(env[setting] ?? CELLS[service]);
  if (!Number.isInteger(count) || count < 1 || count > 8)
    throw new Error(`${setting} has to be a number from 1 to 8, and is ${env[setting]}`);
  return [...'abcdefgh'].slice(0, count);
}
