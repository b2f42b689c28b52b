import { expect, it } from 'vitest';
import { markerName } from './engine-instance.ts';

/** What SSM refuses at the beginning of a name, with or without a slash before it. */
const RESERVED = /^\/?(aws|ssm)/i;

it.each(['shop', 'aws-shop', 'aws', 'AWS-Shop', 'ssm-shop', 'ssmith'])(
  'the marker of the app %s has a name that SSM takes, of its own for each stage',
  (app) => {
    const names = ['local', 'local-me', 'test-1'].map((stage) => markerName(app, stage));
    for (const name of names) expect(name).not.toMatch(RESERVED);
    expect(new Set(names).size).toBe(3);
  },
);
