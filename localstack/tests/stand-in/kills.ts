import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventory } from '../../inventory.ts';
import { App } from './app.ts';
import { killed, type Victim } from './killed.ts';

const STAGE = ['--stage', 'test-kill'];

/** Who is killed in a command, after how many operations. */
type Kill = [Victim, number];

/** One life of a stage: whom its deployment loses, and its removal, if anybody. */
interface Life {
  deploy: Kill;
  remove?: Kill;
}

/** One kill of each kind. */
export const SOME: Life[] = [
  { deploy: ['all', 12] },
  { deploy: ['stand-in', 25] },
  { deploy: ['cli', 40], remove: ['all', 10] },
];

/** Further ones, from the first operation to the last. */
export const MORE: Life[] = [
  { deploy: ['all', 1] },
  { deploy: ['all', 30] },
  { deploy: ['all', 55], remove: ['all', 10] },
];

/** Kills commands at several points; the next command has to complete the work. */
export const kills = (endpoint: () => string, lives: readonly Life[]) =>
  describe('a command that is killed with -9', () => {
    let app: App;
    let before: Awaited<ReturnType<typeof inventory>>;

    beforeAll(async () => {
      app = new App('kill', endpoint());
      before = await inventory(app.endpoint);
    });

    afterAll(() => app?.drop());

    describe.each(lives)('deploy: $deploy.0, after $deploy.1 operations', ({ deploy, remove }) => {
      it('is completed by the next one', async () => {
        const [victim, after] = deploy;
        await killed(app, ['deploy', ...STAGE], { victim, after });
        const { code, text, outputs } = await app.sst(['deploy', ...STAGE]);
        expect(code, text).toBe(0);
        expect(await (await fetch(`${outputs.api}/hello`)).json()).toEqual({ greeting: 'none' });
      });

      const what = remove
        ? `${remove[0]}, after ${remove[1]} operations: the next one removes the rest`
        : 'all';
      it(`remove: ${what}`, async () => {
        if (remove) {
          const [victim, after] = remove;
          await killed(app, ['remove', ...STAGE], { victim, after });
        }
        const { code, text } = await app.sst(['remove', ...STAGE]);
        expect(code, text).toBe(0);
        expect(await inventory(app.endpoint)).toEqual(before);
      });
    });
  });
