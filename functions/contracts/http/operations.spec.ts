import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Answer } from './operation.ts';
import { OPERATIONS } from './operations.ts';

const all = Object.entries(OPERATIONS).flatMap(([service, operations]) =>
  operations.map((operation) => [operation.route, service, operation] as const),
);

describe('operations', () => {
  it('have each a route and an id of their own', () => {
    const routes = all.map(([route]) => route.replaceAll(/\{\w+\}/g, '{}'));
    const ids = all.map(([, , { id }]) => id);
    expect(new Set(routes).size).toBe(routes.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(all)('%s (%s): examples fit the schemas', (_, __, { body, bodyExample, answers }) => {
    if (body) expect(z.safeParse(body, bodyExample)).toMatchObject({ success: true });
    for (const { body: schema, example } of Object.values<Answer>(answers)) {
      if (schema && example !== undefined)
        expect(z.safeParse(schema, example)).toMatchObject({ success: true });
    }
  });

  it.each(all)('%s (%s): the path names what its schema parses', (route, _, { path }) => {
    const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const schema = path && z.toJSONSchema(path, { io: 'input' });
    expect(Object.keys(schema?.properties ?? {}).sort()).toEqual(names.sort());
  });

  it.each(all)('%s (%s): a body comes with an example', (_, __, { body, bodyExample }) => {
    expect(bodyExample === undefined).toBe(body === undefined);
  });
});
