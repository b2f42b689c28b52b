import { flag, optional, rest } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { COMMANDS } from '@serverless-orders/localstack';
import { places } from '../paths.ts';
import { localStage } from './stage/argument.ts';

/** Runs a command of the package that runs AWS on this machine, about this project. */
const run = async (name: string, ...args: (string | false | undefined)[]): Promise<number> =>
  (await COMMANDS[name]!()).run(
    args.filter((arg) => typeof arg === 'string'),
    places,
  );

export const stop = command({
  name: 'stop',
  summary: 'ends all engines and what runs in them (or only some, by name)',
  localOnly: true,
  actions: {
    '': action({
      words: { engines: rest('engine', 'by its name in npm run status; all without one') },
      run: ({ engines }) => run('stop', ...engines),
    }),
  },
});

export const status = command({
  name: 'status',
  summary: 'shows which engines run and what is deployed',
  localOnly: true,
  actions: { '': action({ json: true, run: ({ json }) => run('status', json && '--json') }) },
});

export const mail = command({
  name: 'mail',
  summary: 'lists the emails that were sent locally (3 shows the third, 3 --html its HTML)',
  localOnly: true,
  actions: {
    '': action({
      words: { number: optional('number', 'of an email in the list, which is shown') },
      options: { html: flag('shows its HTML') },
      json: true,
      run: ({ number, html, json }) => run('mail', number, html && '--html', json && '--json'),
    }),
  },
});

export const env = command({
  name: 'env',
  summary: 'prints what a shell has to export for AWS calls to the engine',
  localOnly: true,
  stage: localStage('sign in to its account'),
  actions: {
    '': action({
      stageWord: () => true,
      json: true,
      run: ({ stage, json }) => run('env', '--stage', stage, json && '--json'),
    }),
  },
});
