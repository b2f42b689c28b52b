import { describe, expect, it } from 'vitest';
import { controlHeaders } from '../../engine/credentials.ts';
import { BadPlan, Faults } from '../../faults/faults.ts';
import { clientConfig, engineEndpoint } from '../support/engine.ts';

const address = () => `${engineEndpoint()}/_faults`;
const faults = () => new Faults(engineEndpoint());
const headers = () => controlHeaders(clientConfig().credentials);
const put = (body: string) => fetch(`${address()}/bad`, { method: 'PUT', body, headers: headers() });
const good = { function: 'charge-payment', fault: 'throttle' } as const;

describe('an invalid plan is refused', () => {
  it.each([
    ['no JSON', '{', ['the body is no JSON']],
    ['no rules', {}, ['a plan is {"rules": [...]} with one rule at least']],
    ['an empty list', { rules: [] }, ['a plan is {"rules": [...]} with one rule at least']],
    [
      'something beside the rules',
      { rules: [good], on: true },
      ['a plan is {"rules": [...]} with one rule at least'],
    ],
    ['a rule that is a text', { rules: ['kill'] }, ['rules[0]: a rule is an object']],
    [
      'no function',
      { rules: [{ fault: 'throttle' }] },
      ['rules[0]: function is the name of a function, its end or a pattern'],
    ],
    [
      'an unknown fault',
      { rules: [{ ...good, fault: 'explode' }] },
      [
        'rules[0]: fault is one of kill-before, kill-after, late-answer, throttle, duplicate, delay, not explode',
      ],
    ],
    ['a field that nobody knows', { rules: [{ ...good, when: 1 }] }, ['rules[0]: there is no field when']],
    ['the zeroth', { rules: [good, { ...good, nth: 0 }] }, ['rules[1]: nth is a whole number from 1']],
    [
      'never',
      { rules: [{ ...good, times: 'never' }] },
      ['rules[0]: times is a whole number from 1 or always'],
    ],
    ['a match that is no text', { rules: [{ ...good, match: 7 }] }, ['rules[0]: match is a text']],
    ['a delay of no length', { rules: [{ ...good, fault: 'delay' }] }, ['rules[0]: delay needs ms']],
    ['a throttle that lasts', { rules: [{ ...good, ms: 5 }] }, ['rules[0]: throttle takes no ms']],
    [
      'a delay of an hour',
      { rules: [{ ...good, fault: 'delay', ms: 3_600_000 }] },
      ['rules[0]: ms is a whole number from 0 to 900000'],
    ],
    [
      'a share of two',
      { rules: [{ ...good, share: 2, seed: 1 }] },
      ['rules[0]: share is a number above 0, up to 1'],
    ],
    [
      'a share without a seed',
      { rules: [{ ...good, share: 0.1 }] },
      ['rules[0]: a share has a seed, a whole number from 0'],
    ],
    [
      'a share of the nth',
      { rules: [{ ...good, share: 0.1, seed: 1, nth: 2 }] },
      ['rules[0]: a share goes without nth and times'],
    ],
    ['a seed alone', { rules: [{ ...good, seed: 1 }] }, ['rules[0]: a seed goes with a share']],
    [
      'several faults without a share',
      { rules: [{ ...good, fault: ['throttle'] }] },
      ['rules[0]: several faults go with a share'],
    ],
  ])('%s', async (_, plan, problems) => {
    const response = await put(typeof plan === 'string' ? plan : JSON.stringify(plan));
    expect({ status: response.status, ...((await response.json()) as object) }).toEqual({
      status: 422,
      problems,
    });
  });

  it('with an error of the client that names every problem', async () => {
    const error = await faults()
      .plan('bad', [{ function: '', fault: 'delay' }])
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(BadPlan);
    expect(error.problems).toHaveLength(2);
  });
});

describe('plans by their names', () => {
  it('are read, replaced and cleared one by one', async () => {
    const read = async (path = '') =>
      Object.keys(
        ((await (await fetch(address() + path, { headers: headers() })).json()) as { plans: object }).plans,
      ).filter((name) => /^[ab]-/.test(name));
    await faults().plan('a-plan', [good]);
    await faults().plan('b-plan', [good]);
    expect(await read()).toEqual(['a-plan', 'b-plan']);
    expect(await read('/b-plan')).toEqual(['b-plan']);
    await faults().clear('a-plan');
    expect(await read()).toEqual(['b-plan']);
    await faults().clear('b-plan');
    expect(await read()).toEqual([]);
  });
});
