import { nameOf, type Resource } from '@serverless-orders/localstack';

/** The services whose names those of their resources begin with. */
export const SERVICES = [
  'gateway',
  'users',
  'orders',
  'inventory',
  'payments',
  'notifications',
  'registry',
  'telemetry',
] as const;

/** Of which service a resource is: by what it is called in AWS, or else in the program; `stage` if it is of none. */
export function serviceOf(resource: Resource, prefix: string): string {
  const named = String(resource.inputs.name ?? '').replace(prefix, '');
  // The saga and its undo are the orders service's, and called after one order.
  if (named.startsWith('order-')) return 'orders';
  const inProgram = nameOf(resource.urn).toLowerCase();
  return (
    SERVICES.find((service) => named.startsWith(`${service}-`)) ??
    SERVICES.find((service) => inProgram.startsWith(service)) ??
    'stage'
  );
}

/** What sst makes of random letters at the end of names. */
const RANDOM = /(?<=-[A-Z][A-Za-z0-9]*)-[abcdefhkmnorstuvwxz]{8}(?![a-z0-9-])/g;

/**
 * Gives what a plan tells names that stay the same from run to run, and are short: no account and no region, no letters that sst makes
 * up, and the names of resources in the place of the ids that AWS gives.
 */
export function stableNames(resources: Resource[], prefix: string): (text: string) => string {
  const ids = resources
    .filter(({ id, type }) => id && /^[a-f0-9]{10}$/.test(id) && type.startsWith('aws:apigateway/'))
    .map((resource): [string, string] => [resource.id!, nameOf(resource.urn)]);
  return (text) => {
    const named = ids.reduce((all, [id, name]) => all.replaceAll(id, name), text);
    return named
      .replace(/arn:aws:([a-z0-9-]+):[a-z0-9-]*:\d*:/g, '$1:')
      .replace(RANDOM, '')
      .replaceAll(prefix, '')
      .replace(/\/stream\/[0-9T:.-]+/g, '/stream');
  };
}
