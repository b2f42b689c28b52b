import { shortName } from '../../../ops/stage/services.ts';

/** Whose something in a stage is, and what it is called there. */
export interface Named {
  /** A service, as in `orders`; what belongs to none is called as it is: `API Gateway`, `order-saga`. */
  service: string;
  /** Without app and stage, as in `orders-place-order`. */
  short: string;
}

/**
 * @param prefix - `<app>-<stage>-`
 * @param known - the services that there are
 */
export function namedIn(prefix: string, known: readonly string[]): (name: string) => Named {
  return (name) => {
    const short = shortName(name, prefix, [...known]);
    if (short === undefined) {
      const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
      return { service: own, short: own };
    }
    return { service: known.find((service) => short.startsWith(`${service}-`))!, short };
  };
}

/** What a call went to when that writes no spans of its own: a table by its name, all else by its kind. */
export function remoteName(
  remote: string,
  attributes: Readonly<Record<string, unknown>>,
  prefix: string,
): string {
  const table = String(
    attributes['db.collection.name'] ?? attributes['aws.dynamodb.table_names'] ?? '',
  ).split(',')[0];
  if (!table) return remote;
  // As SST names a table: app, stage, component, and eight letters against collisions.
  const component = table.replace(prefix, '').replace(/-[a-z]{8}$/, '');
  return `${component.replace(/(?:Table){1,2}$/, '')} table`;
}
