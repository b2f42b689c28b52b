import { expect, it } from 'vitest';
import { sourcesOf } from './sources.ts';

it('a bundle is built from its entry and what is imported from there on, and from no package', () => {
  const [place, cancel, order, price] = ['api/place', 'api/cancel', 'order', 'price'].map(
    (name) => `functions/orders/${name}.ts`,
  ) as [string, string, string, string];
  const imports = (...paths: string[]) => ({
    bytes: 1,
    imports: paths.map((path) => ({ path, kind: 'import-statement' as const })),
  });
  const output = (entryPoint?: string) => ({ bytes: 1, inputs: {}, imports: [], exports: [], entryPoint });
  const metafile = {
    inputs: {
      [place]: imports(order, 'node_modules/zod/index.js'),
      [cancel]: imports(price),
      // In a circle, and of no bytes in any output.
      [order]: imports(price),
      [price]: imports(order),
      'node_modules/zod/index.js': imports('node_modules/zod/core.js'),
    },
    outputs: { 'place.mjs': output(place), 'cancel.mjs': output(cancel), 'place.mjs.map': output() },
  };
  expect(sourcesOf(metafile)).toEqual({
    'orders/api/place': [place, order, price],
    'orders/api/cancel': [cancel, price, order],
  });
});
