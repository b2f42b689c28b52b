import { once } from 'node:events';
import { flag, integer, optional } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { anyStage } from '../ops/stage/argument.ts';
import { startConsole } from './start.ts';

/** `npm run console -- --stage production`: the page that shows a stage, until it is interrupted. */
export const consoleCommand = command({
  name: 'console',
  summary: 'serves the page that shows the orders of a stage and their sagas (-- --write to act, too)',
  stage: anyStage,
  actions: {
    '': action({
      options: {
        write: flag('lets the page act: cancel, redrive, force breakers, and so on'),
        port: optional('4570', 'its port on loopback; a free one unless it is named', integer(1, 65_535)),
      },
      run: async ({ stage, write, port }) => {
        const running = await startConsole({ stage, mayAct: write, ...(port !== undefined && { port }) });
        console.log(`the console of stage ${stage}: ${running.address}`);
        console.log(
          write
            ? 'it acts with your credentials (Ctrl-C ends it)'
            : 'it only looks (--write to act, Ctrl-C ends it)',
        );
        await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
        await running.close();
        return 0;
      },
    }),
  },
});
