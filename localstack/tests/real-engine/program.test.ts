import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realPulumi } from '../../real-pulumi/build.ts';
import { differences } from '../../real-pulumi/compare.ts';
import { Program, type Ran } from './programs.ts';

const TOPIC = 'urn:pulumi:test-program::program::shop:index:Shop$aws:sns/topic:Topic::Topic';

/** The command that fails. */
const PROTECTED = 'removed while something is protected';

/** The commands in order, each with the program's changes since the first. */
const LIFE: [what: string, command: string, change: object, ...options: string[]][] = [
  ['deployed', 'up', {}],
  ['redeployed', 'up', {}],
  ['previewed', 'preview', { visibility: 20, key: 'email' }],
  ['changed in place', 'up', { visibility: 20, display: 'other' }],
  ['changed where that is ignored', 'up', { delay: 5 }],
  ['replaced, as its option asks for', 'up', { value: 'another' }],
  ['replaced under a name of its own, with what holds on to it', 'up', { key: 'email' }],
  ['given a name', 'up', { table: 'orders' }],
  ['replaced under the same name', 'up', { table: 'orders', key: 'email' }],
  ['replaced after its deletion, as its option asks for', 'up', { first: true }],
  ['made of another text', 'up', { length: 12 }],
  ['renamed, with an alias', 'up', { renamed: true }],
  ['named as before', 'up', { renamed: false }],
  ['deployed in part', 'up', { visibility: 30, display: 'part' }, '--target', TOPIC, '--target-dependents'],
  ['without what left the program', 'up', { without: true }],
  ['protected', 'up', { protect: true }],
  [PROTECTED, 'destroy', { protect: true }],
  ['deployed again', 'up', { protect: true }],
  ['no longer protected', 'up', {}],
  ['removed', 'destroy', {}],
];

/** Calls that the stand-in leaves out: for an item whose table is deleted too. */
const SAVED = ['DeleteItem'];

describe('a program, by the real Pulumi engine and by the stand-in', () => {
  const programs: Program[] = [];
  const done: Map<string, Ran>[] = [];

  beforeAll(async () => {
    const pulumi = await realPulumi({ report: console.log });
    if (!pulumi) throw new Error('there is no Go to compile Pulumi with');
    for (const program of [new Program(pulumi), new Program()]) {
      programs.push(program);
      const ran = new Map<string, Ran>();
      done.push(ran);
      await program.begin();
      for (const [what, command, change, ...options] of LIFE)
        ran.set(what, await program.run(command, change, ...options));
    }
  }, 30 * 60_000);

  afterAll(() => {
    for (const program of programs) program.drop();
  });

  const names = LIFE.map(([what]) => what);
  const both = (what: string): [real: Ran, standIn: Ran] => [done[0]!.get(what)!, done[1]!.get(what)!];

  it.each(names)('%s: the same end', (what) => {
    const [real, standIn] = both(what);
    const fails = what === PROTECTED;
    expect(real.code !== 0, real.text).toBe(fails);
    expect(standIn.code !== 0, standIn.text).toBe(fails);
    if (fails) for (const { text } of [real, standIn]) expect(text).toContain('protect');
  });

  it.each(names)('%s: the same steps', (what) => {
    const [real, standIn] = both(what);
    expect(standIn.steps, real.text).toEqual(real.steps);
  });

  it.each(names)('%s: the same requests to AWS', (what) => {
    const [real, standIn] = both(what);
    const asked = ({ requests }: Ran) => requests.filter((operation) => !SAVED.includes(operation));
    expect(asked(standIn)).toEqual(asked(real));
  });

  it.each(names)('%s: the same graph', (what) => {
    const [real, standIn] = both(what);
    expect(differences(real.resources, standIn.resources)).toEqual([]);
  });
});
