import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addressIn } from './open-console.ts';

it('knows no address before all of it is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const file = join(folder, 'address');
  const before = addressIn(file);
  writeFileSync(file, '');
  const meanwhile = addressIn(file);
  writeFileSync(file, 'http://127.0.0.1:4570/?token=t');
  expect([before, meanwhile, addressIn(file)]).toEqual([
    undefined,
    undefined,
    'http://127.0.0.1:4570/?token=t',
  ]);
  rmSync(folder, { recursive: true });
});
