/// <reference path="../../.sst/platform/config.d.ts" />

/** The order in which they are told. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Which function of a path gets the methods that no other of it has: that of GET, which answers HEAD too, or else the first.
 * So HEAD, OPTIONS and 405 take no method, function or permission of their own in API Gateway. Known when all routes are.
 */
export class Methods {
  readonly #paths: Record<string, string[]> = {};
  readonly #all = Promise.withResolvers<Record<string, string[]>>();

  /** Notes a route. @returns what its function has to be told, and its method in API Gateway. */
  of(route: string) {
    const [own = '', path = ''] = route.split(' ');
    this.#paths[path] = [...(this.#paths[path] ?? []), own];
    const known = $util.output(this.#all.promise).apply((paths) => paths[path]!);
    return {
      environment: { ALLOWED_METHODS: known.apply(allowed) },
      method: known.apply((methods) => (own === catchAll(methods) ? 'ANY' : own)),
    };
  }

  /** There will be no more routes. */
  close(): void {
    this.#all.resolve(this.#paths);
  }
}

const catchAll = (methods: string[]): string => (methods.includes('GET') ? 'GET' : methods[0]!);

const allowed = (methods: string[]): string =>
  METHODS.filter(
    (method) =>
      method === 'OPTIONS' || methods.includes(method) || (method === 'HEAD' && methods.includes('GET')),
  ).join(', ');
