import { checkPython } from '@serverless-orders/localstack';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot, root } from '../../paths.ts';
import { IMAGE } from '../../scripts/contracts/rpc.ts';
import type { PartResult } from './summary.ts';

interface CheckOptions {
  timeoutMs: number;
}

interface PythonOptions extends CheckOptions {
  report: (text: string) => void;
}

/** A check is a program that ends with 0 when all is well: it counts as one test. */
const programCheck =
  (program: string, ...args: string[]) =>
  async ({ timeoutMs }: CheckOptions): Promise<PartResult> => {
    const result = await run(program, args, { cwd: root, timeoutMs });
    const output = result.timedOut ? `${result.output}\nran out of time` : result.output;
    return result.code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
  };

const check = (name: string, ...args: string[]) =>
  programCheck(inRoot('node_modules', '.bin', name), ...args);

/**
 * The types of a project of TypeScript, by the compiler that is written in Go: it takes a quarter of the processor's time that the one in
 * JavaScript takes, and with one thread less than with several. The other stays for programs that call it (dependency-cruiser, openapi-ts);
 * both bring a `tsc`, so this one is named by its path.
 */
const types = (project: string) =>
  programCheck(inRoot('node_modules', 'typescript-native', 'bin', 'tsc'), '--singleThreaded', '-p', project);

/** Several checks as one part: each runs, whatever failed before. */
const all =
  (...checks: ReturnType<typeof programCheck>[]) =>
  async (options: CheckOptions): Promise<PartResult> => {
    const results: PartResult[] = [];
    for (const one of checks) results.push(await one(options));
    const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
    const output = results.map((result) => result.output).join('');
    return { passed: sum('passed'), failed: sum('failed'), output };
  };

/** Where code that has to keep to the rules of dependencies lies. */
const CODE = [
  'bench',
  'cli',
  'client',
  'console',
  'functions',
  'localstack',
  'ops',
  'packages',
  'scripts',
  'stacks',
  'tests',
];

export const CHECKS = {
  types: {
    title: 'types',
    run: all(types('tsconfig.json'), types('console/page')),
  },
  style: { title: 'style (lint and format)', run: check('biome', 'ci', '--colors=off') },
  rules: {
    title: 'direction of dependencies',
    run: check('depcruise', '--config', '.dependency-cruiser.cjs', ...CODE),
  },
  unused: {
    title: 'unused files, exports and dependencies; undeclared ones',
    run: check('knip', '--no-progress', '--treat-config-hints-as-errors'),
  },
  python: {
    title: "Python of the engine's plugin (style, types, unit tests)",
    async run({ timeoutMs, report }: PythonOptions): Promise<PartResult> {
      const results = await checkPython({ report, timeoutMs });
      const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
      return {
        passed: sum('passed'),
        failed: sum('failed'),
        output: results.map(({ output }) => output).join(''),
      };
    },
  },
  proto: {
    title: 'RPC contracts (lint, format, nothing broken)',
    run: all(
      check('buf', 'lint'),
      check('buf', 'format', '--diff', '--exit-code'),
      check('buf', 'breaking', '--against', IMAGE),
    ),
  },
};

/** The stacks are checked against sst's own types, which a deploy has put into .sst: so after the tests that deploy. */
export const STACK_TYPES = { title: 'types of the stacks', run: types('stacks/tsconfig.json') };
