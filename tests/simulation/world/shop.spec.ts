import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SAGA } from '../run.ts';
import { FUNCTIONS, LEFT_OUT } from './shop.ts';

const root = new URL('../../../', import.meta.url);
const entries = readdirSync(new URL('functions', root)).flatMap((service) =>
  ['saga', 'events'].flatMap((kind) => {
    try {
      return readdirSync(new URL(`functions/${service}/${kind}`, root))
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && service !== 'contracts')
        .map((file) => `${service}/${kind}/${file.slice(0, -'.ts'.length)}`);
    } catch {
      return [];
    }
  }),
);

/** The stacks as text: `service.consumer('events/x', { ... types: ['a', 'b'] ... })`. */
const stackOf = (service: string) => readFileSync(new URL(`stacks/${service}.ts`, root), 'utf8');

describe('the simulated shop', () => {
  it('has every step, consumer and publisher of the real one, or says why not', () => {
    const known = [...FUNCTIONS.map(({ entry }) => entry), ...Object.keys(LEFT_OUT)];
    expect(entries.filter((entry) => !known.includes(entry))).toEqual([]);
  });

  it('leaves nothing out that is not there', () => {
    expect(Object.keys(LEFT_OUT).filter((entry) => !entries.includes(entry))).toEqual([]);
  });

  it('has a function for every task of the saga, and no other', () => {
    const named = Object.values(SAGA.States).flatMap((state) =>
      state.Type === 'Task' ? [state.Parameters.FunctionName.slice(2, -1)] : [],
    );
    const steps = FUNCTIONS.flatMap(({ step }) => step ?? []);
    expect([...new Set(named)].sort()).toEqual(steps.sort());
  });

  it.each(
    FUNCTIONS.flatMap(({ entry, service, consumes }) => (consumes ? [{ entry, service, consumes }] : [])),
  )('$entry receives what the stacks give it', ({ entry, service, consumes }) => {
    const file = entry.slice(service.length + 1);
    const [, types] =
      new RegExp(`consumer\\('${file}',[^}]*?types: \\[([^\\]]*)\\]`).exec(stackOf(service)) ?? [];
    expect(types?.match(/[a-z]+\.[a-z]+/g)).toEqual(consumes.types);
  });
});
