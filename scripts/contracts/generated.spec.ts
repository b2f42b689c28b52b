import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import openApi from '../../functions/contracts/openapi.json' with { type: 'json' };
import { generatedFiles, outdated } from './generated.ts';

describe('what is generated from the contracts', () => {
  it('is up to date (else: npm run contracts)', async () => {
    const stale = await outdated(await generatedFiles());
    expect(stale, 'run `npm run contracts` and commit what it changes').toEqual([]);
  }, 60_000);

  it('is a valid OpenAPI 3.1 document', async () => {
    const validator = new Validator();
    const { errors, valid } = await validator.validate(structuredClone(openApi));
    expect(errors).toBeUndefined();
    expect({ valid, version: validator.version }).toEqual({ valid: true, version: '3.1' });
  });
});
