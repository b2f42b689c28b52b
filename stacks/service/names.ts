/// <reference path="../../.sst/platform/config.d.ts" />

/** `place-order` -> `PlaceOrder`. */
export const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/**
 * What a route is called among the components, by its method and path: `GET /orders/{id}` -> `GetOrdersById`. SST by itself
 * takes letters that follow from both and tell neither.
 */
export function routeName(route: string): string {
  const [method = '', path = ''] = route.split(' ');
  return pascal(`${method.toLowerCase()} ${path.replace(/\{(\w+)\+?\}/g, 'by $1')}`);
}

/** The last part of an entry: `api/place-order` -> `place-order`. */
export const fileOf = (entry: string): string => entry.split('/').at(-1)!;

/**
 * What something of a service is called in AWS, so that logs, queues, traces and bills are readable:
 * `<app>-<stage>-<service>-<what>`.
 */
export const nameIn = (service: string, what: string): string =>
  `${$app.name}-${$app.stage}-${service}-${what}`;
