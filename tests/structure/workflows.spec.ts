import { globSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { inRoot } from '../../paths.ts';
import { PARTS } from '../runner/test.ts';

interface Step {
  run?: string;
}
interface Job {
  steps?: Step[];
  strategy?: { matrix: { part?: string[]; include?: { words: string }[] } };
}

const read = (path: string) => readFileSync(inRoot(path), 'utf8');
const ci = parse(read('.github/workflows/ci.yml')) as { jobs: Record<string, Job> };
const commandsOf = ({ steps = [], strategy }: Job): string[] =>
  steps.flatMap(({ run = '' }) => [
    run,
    ...(strategy?.matrix.include ?? []).map(({ words }) => run.replace(/\$\{\{ matrix\.words \}\}/, words)),
  ]);

it('ci.yml runs each part of npm test', () => {
  const words = Object.values(ci.jobs)
    .flatMap(commandsOf)
    .filter((run) => run.startsWith('npm test --'))
    .flatMap((run) => run.split(' '));
  expect(Object.keys(PARTS).filter((part) => !words.includes(part))).toEqual([]);
});

it('ci.yml runs the unit tests of each folder that has some', () => {
  const specs = globSync('*/**/*.spec.ts', {
    cwd: inRoot('.'),
    exclude: (path) => /(^|\/)(node_modules$|\.)|^tests\/simulation$/.test(path),
  });
  const folders = ci.jobs.unit!.strategy!.matrix.part!;
  const of = (path: string) => path.split('/').slice(0, path.startsWith('functions/') ? 2 : 1);
  const rooms = new Set(specs.map((path) => of(path).join('/')));
  expect([...rooms].filter((room) => !folders.includes(room))).toEqual([]);
});

it.each(readdirSync(inRoot('.github/workflows')))('%s names actions by their commits', (file) => {
  const uses = [...read(`.github/workflows/${file}`).matchAll(/uses: (\S+)/g)].map(([, name]) => name!);
  expect(uses.filter((name) => !/@[0-9a-f]{40}$|^\.\//.test(name))).toEqual([]);
});

it.each(readdirSync(inRoot('.github/workflows')))('%s calls scripts that there are', (file) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const called = [...read(`.github/workflows/${file}`).matchAll(/\bnpm (?:run (?:-s )?)?([\w:]+)/g)]
    .map(([, name]) => name!)
    .filter((name) => !['ci', 'install', 'run'].includes(name));
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
});
