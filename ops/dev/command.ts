import { relative } from 'node:path';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { runningStage } from '@serverless-orders/localstack';
import { inRoot, root } from '../../paths.ts';
import { DEPLOYED, Session } from './session.ts';
import { onChange } from './watch.ts';

/**
 * `npm run dev`: puts changed functions and state machines into the running engine as they are saved. What a function may do and what
 * calls it are in stacks/: a change there is deployed, and so is one of a state machine that calls other functions than before.
 */
export const dev = command({
  name: 'dev',
  summary: 'watches functions/, stacks/ and state-machines/, and updates what runs',
  localOnly: true,
  actions: { '': action({ run: watch }) },
});

async function watch(): Promise<number> {
  const { stage, engine } = await runningStage();
  const session = new Session(stage, engine.endpoint);
  await onChange(
    ['functions', ...DEPLOYED].map((path) => inRoot(path)),
    {
      begin: async () => {
        await session.start();
        console.log(`watching functions/, ${DEPLOYED.join('/, ')} (Ctrl-C ends it)`);
      },
      changed: (paths) => session.changed(paths.map((path) => relative(root, path))),
    },
  );
  console.log('dev ended');
  return 0;
}
