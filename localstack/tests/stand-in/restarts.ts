import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from './app.ts';

const STAGE = ['--stage', 'test-restart'];

/** An engine keeps nothing when it ends; the state of its stages outlives it. */
export const restarts = (endpoint: () => string, restart: () => Promise<string>) =>
  describe('an engine that came up empty', () => {
    let app: App;

    beforeAll(() => {
      app = new App('restart', endpoint());
    });

    afterAll(() => app?.drop());

    it('is deployed afresh, with the secrets that were set', async () => {
      const set = await app.sst(['secret', 'set', 'Token', 'sesame', ...STAGE]);
      expect(set.code, set.text).toBe(0);
      const first = await app.sst(['deploy', ...STAGE]);
      expect(first.code, first.text).toBe(0);
      app.endpoint = await restart();
      expect((await app.sst(['diff', ...STAGE])).text).toMatch(/\+\s+Users sst:aws:Dynamo/);
      const second = await app.sst(['deploy', ...STAGE]);
      expect(second.code, second.text).toBe(0);
      // Nothing is taken to be there still. SST names some things after the API's id, which is another one now.
      const made = ({ steps }: typeof first) => steps.filter((step) => step.startsWith('Created')).length;
      expect(made(second)).toBeGreaterThanOrEqual(made(first) - 3);
      expect(second.outputs.token).toBe('sesame');
      expect(await (await fetch(`${second.outputs.api}/hello`)).json()).toEqual({ greeting: 'none' });
    });

    it('lets a stage be removed of which it knows nothing', async () => {
      app.endpoint = await restart();
      const { code, text } = await app.sst(['remove', ...STAGE]);
      expect(code, text).toBe(0);
    });
  });
