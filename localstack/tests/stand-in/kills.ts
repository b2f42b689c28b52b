import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventory } from '../../inventory.ts';
import { App } from './app.ts';
import { killed, type Victim } from './killed.ts';

const STAGE = ['--stage', 'test-kill'];

/** Who is killed in a deployment, after how many operations. */
type Kill = [Victim, number];

/** One of each kind. */
export const SOME: Kill[] = [
  ['all', 12],
  ['stand-in', 25],
  ['cli', 40],
];

/** Further ones, from the first operation to the last. */
export const MORE: Kill[] = [
  ['all', 1],
  ['all', 30],
  ['all', 55],
];

/** Kills commands at several points; the next command has to complete the work. */
export const kills = (endpoint: () => string, points: readonly Kill[]) =>
  describe('a command that is killed with -9', () => {
    let app: App;
    let before: Awaited<ReturnType<typeof inventory>>;

    beforeAll(async () => {
      app = new App('kill', endpoint());
      // A whole life first, so that the platform is installed and the engine is bootstrapped.
      expect((await app.sst(['deploy', ...STAGE])).code).toBe(0);
      expect((await app.sst(['remove', ...STAGE])).code).toBe(0);
      before = await inventory(app.endpoint);
    });

    afterAll(() => app?.drop());

    it.each(points)(
      'deploy: %s, after %i operations, is completed by the next one',
      async (victim, after) => {
        await killed(app, ['deploy', ...STAGE], { victim, after });
        const { code, text, outputs } = await app.sst(['deploy', ...STAGE]);
        expect(code, text).toBe(0);
        expect(await (await fetch(`${outputs.api}/hello`)).json()).toEqual({ greeting: 'none' });
        expect((await app.sst(['remove', ...STAGE])).code).toBe(0);
        expect(await inventory(app.endpoint)).toEqual(before);
      },
    );

    it('remove: the next one removes the rest', async () => {
      await app.sst(['deploy', ...STAGE]);
      await killed(app, ['remove', ...STAGE], { victim: 'all', after: 10 });
      const { code, text } = await app.sst(['remove', ...STAGE]);
      expect(code, text).toBe(0);
      expect(await inventory(app.endpoint)).toEqual(before);
    });
  });
