import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delocalized } from '../../dry-run/dry-run.ts';
import { inventory } from '../../inventory.ts';
import type { Resource } from '../../pulumi/resource.ts';
import type { Properties } from '../../pulumi/values.ts';
import { realPulumi } from '../../real-pulumi/build.ts';
import { differences } from '../../real-pulumi/compare.ts';
import { installReal } from '../../real-pulumi/install.ts';
import { App, type Change } from '../stand-in/app.ts';
import { ownEngine } from '../stand-in/own-engine.ts';

const STAGE = ['--stage', 'test-real'];

/** The commands in a stage's life, in order; `redeployed` has to change nothing. */
const LIFE: [what: string, args: string[], change: Change][] = [
  ['deployed', ['deploy'], {}],
  ['redeployed', ['deploy'], {}],
  ['previewed', ['diff'], { limit: '7', filter: 'user.left' }],
  [
    'changed in place',
    ['deploy'],
    { limit: '7', visibility: '1', filter: 'user.left', seed: 'Grace', index: '1' },
  ],
  ['deployed in part', ['deploy', '--target', 'Step'], { greeting: 'targeted', limit: '9' }],
  ['replaced', ['deploy'], { usersKey: 'email' }],
  ['deployed without what left the program', ['deploy'], { withoutAlarm: '1' }],
];

/**
 * In a preview the attached handlers do not say null for the outputs that they lack (tests/aws/provider-outputs.ts), as the real
 * provider does, so that the engine takes them for unknown, and plans a deployment of the API that is not made later.
 */
const UNKNOWN_TO_REAL = /ApiDeployment|ApiStage/;

/** Replaces names that sst derives from a generated value: a queue's subscriber, a path's methods. */
const sameName = (step: string): string =>
  step.replace(/(Subscriber)[A-Z][a-z]{5}/, '$1').replace(/(ApiCors[A-Za-z]*[a-z])[a-z0-9]{10}$/, '$1');

/** The steps that a command printed, and the resources after it. */
interface Done {
  readonly steps: string[];
  readonly resources: Resource[];
}

/** Runs the stage's life on an empty engine, up to its removal, which has to leave nothing. */
async function live(app: App): Promise<Map<string, Done>> {
  const done = new Map<string, Done>();
  const before = await inventory(app.endpoint);
  for (const [what, args, change] of LIFE) {
    const began = Date.now();
    const { code, text, steps, resources } = await app.sst([...args, ...STAGE], change);
    expect(code, `${what}: ${text}`).toBe(0);
    console.log(`${what}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    const asOnAws = delocalized(JSON.stringify(resources), app.endpoint);
    const previewed = args[0] === 'diff' ? text.split('\n').filter((line) => /^[+*-] {2}\S/.test(line)) : [];
    done.set(what, { steps: [...steps, ...previewed].map(sameName).sort(), resources: JSON.parse(asOnAws) });
  }
  const { code, text } = await app.sst(['remove', ...STAGE]);
  expect(code, text).toBe(0);
  expect(await inventory(app.endpoint)).toEqual(before);
  return done;
}

describe('the fixture, by the real Pulumi engine and by the stand-in', () => {
  const { endpoint } = ownEngine('test-real');
  const apps: App[] = [];
  let real = new Map<string, Done>();
  let standIn = new Map<string, Done>();

  beforeAll(async () => {
    const pulumi = await realPulumi({ report: console.log });
    if (!pulumi) throw new Error('there is no Go to compile Pulumi with');
    const theirs = new App('real', endpoint());
    Object.assign(theirs.env, installReal(theirs.places, pulumi));
    apps.push(theirs, new App('stand-in', endpoint()));
    real = await live(theirs);
    standIn = await live(apps[1]!);
  }, 40 * 60_000);

  afterAll(() => {
    for (const app of apps) app.drop();
  });

  it.each(LIFE.map(([what]) => what))('%s: the same steps', (what) => {
    const steps = (done: Map<string, Done>) =>
      done.get(what)!.steps.filter((step) => what !== 'previewed' || !UNKNOWN_TO_REAL.test(step));
    expect(steps(standIn)).toEqual(steps(real));
  });

  it.each(LIFE.map(([what]) => what))('%s: the same graph', (what) => {
    expect(real.get(what)?.resources.length).toBeGreaterThan(50);
    expect(differences(real.get(what)!.resources, standIn.get(what)!.resources)).toEqual([]);
  });

  it('redeployed: nothing to do', () => {
    expect(real.get('redeployed')?.steps).toEqual([]);
  });

  it.each(['deployed', 'redeployed'])('%s: the API may call the version that was published', (what) => {
    for (const done of [real, standIn]) {
      const permissions = done.get(what)!.resources.filter(({ type }) => type.endsWith(':Permission'));
      // The real engine has it as a secret, since the function has one.
      const qualifiers = permissions.map(({ inputs: { qualifier } }) =>
        typeof qualifier === 'object'
          ? JSON.parse(String((qualifier as Properties | null)?.plaintext))
          : qualifier,
      );
      expect(qualifiers).toContain('1');
    }
  });
});
