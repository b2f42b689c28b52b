import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { rest } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { pinnedNode } from '@serverless-orders/localstack';
import { installPackages } from '../../packages/command-line/install-packages.ts';
import { run } from '../../packages/command-line/process-run.ts';
import { runSteps } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { inLocal, inRoot, root } from '../../paths.ts';

const folder = inRoot('tests', 'mutants');
const packages = inRoot('tests', 'mutants', 'node_modules');
const LIMIT_MS = 60 * 60_000;

/**
 * `npm run test:mutants`: Stryker changes the saga's code in every way that it knows, one at a time, and a test has to fail
 * each time. With words only those files: `functions/payments/ledger.ts`.
 */
export const testMutants = command({
  name: 'test:mutants',
  summary: 'changes the saga in every way, one at a time: do the tests see it?',
  localOnly: true,
  actions: {
    '': action({
      words: { files: rest('file', 'sources to change; all of the saga without one') },
      run: ({ files }) => testFiles(files),
    }),
  },
});

async function testFiles(files: string[]): Promise<number> {
  const missing = files.find((file) => !existsSync(inRoot(file)));
  if (missing) throw new UserError(`there is no file ${missing}`, 'name files, or none for all');
  let code = 1;
  let output = '';
  await runSteps([
    // Vitest is the project's own.
    { title: 'Stryker', run: () => installPackages(folder, { what: 'Stryker', args: ['--omit=peer'] }) },
    {
      title: 'mutants',
      chatty: true,
      run: async (report) => {
        ({ code, output } = await stryker(files, report));
      },
    },
  ]);
  console.log(output);
  console.log(scoreLine(output));
  return code;
}

async function stryker(files: string[], report: (text: string) => void) {
  const program = `${packages}/@stryker-mutator/core/bin/stryker.js`;
  const chosen = files.length > 0 ? ['--mutate', files.join(',')] : [];
  const copies = inLocal('mutants');
  rmSync(copies, { recursive: true, force: true });
  mkdirSync(inLocal('test'), { recursive: true });
  const result = await run(pinnedNode(), [program, 'run', `${folder}/stryker.config.json`, ...chosen], {
    cwd: root,
    timeoutMs: LIMIT_MS,
    onLine: report,
  });
  rmSync(copies, { recursive: true, force: true });
  // What the progress said has been said.
  const output = result.output.replaceAll(/^Mutation testing \d.*\n/gm, '');
  return { ...result, output: result.timedOut ? `${output}\nran out of time and was ended` : output };
}

/** The sums of Stryker's table, in words. */
function scoreLine(output: string): string {
  const sums = /^All files *\|(.*)$/m
    .exec(output)?.[1]
    ?.split('|')
    .map((cell) => cell.trim());
  if (!sums) return 'no mutant was tested';
  const [score, , killed, timedOut, survived, uncovered] = sums;
  return `${score} % of the mutants are found: ${Number(killed) + Number(timedOut)} are, ${Number(survived) + Number(uncovered)} are not`;
}
