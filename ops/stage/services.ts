import { readdirSync } from 'node:fs';
import { inRoot } from '../../paths.ts';

/** The services, so that what is named `shop-local-orders-...` is told from what the stage `local-orders` has. */
export const services = (): string[] =>
  readdirSync(inRoot('functions')).filter((name) => name !== 'platform' && name !== 'contracts');

/**
 * What a name in a stage is without app and stage, as in `orders-place-order`; undefined for a name of another stage.
 *
 * @param prefix - `<app>-<stage>-`
 */
export function shortName(name: string, prefix: string, known = services()): string | undefined {
  const short = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return known.some((service) => short.startsWith(`${service}-`)) ? short : undefined;
}
