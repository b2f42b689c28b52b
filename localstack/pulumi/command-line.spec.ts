import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

describe('parseCommandLine', () => {
  it('reads a deploy as the sst CLI calls it', () => {
    const args = 'up --yes -f --stack organization/shop/local --non-interactive --event-log /tmp/events.json';
    const more = ['--config', 'aws:region=us-east-1', '--config', 'aws:defaultTags={"tags":{"a":"b=c"}}'];
    expect(parseCommandLine([...args.split(' '), ...more])).toEqual({
      command: 'up',
      stack: 'organization/shop/local',
      app: 'shop',
      stage: 'local',
      eventLog: '/tmp/events.json',
      config: { 'aws:region': 'us-east-1', 'aws:defaultTags': '{"tags":{"a":"b=c"}}' },
      targets: [],
      excludes: [],
    });
  });

  it.each([
    [['version'], 'version'],
    [['stack', 'init', 'organization/shop/local'], 'stack-init'],
    [['preview', '--stack', 'organization/shop/local'], 'preview'],
    [['destroy', '--yes', '-f', '--stack', 'organization/shop/local'], 'destroy'],
  ])('%j is %s', (args, command) => {
    expect(parseCommandLine(args).command).toBe(command);
  });

  it('reads targets', () => {
    const args = [
      'up',
      '--stack',
      'o/shop/local',
      '--target',
      'urn:a',
      '--target',
      'urn:b',
      '--target-dependents',
    ];
    expect(parseCommandLine(args).targets).toEqual(['urn:a', 'urn:b']);
  });

  it.each([
    [['refresh', '--yes', '--run-program', '--stack', 'o/shop/local'], '`pulumi refresh` has no stand-in'],
    [['import', 'aws:sqs/queue:Queue', 'a', 'b'], '`pulumi import aws:sqs/queue:Queue a b` has no'],
    [['stack', 'export', '--stack', 'o/shop/local'], '`pulumi stack export` has no'],
    [['cancel', '--yes'], '`pulumi cancel` has no'],
    [[], 'has no stand-in'],
    [['up', '--stack', 'shop'], 'organization/app/stage'],
    [['up', '--stack', 'o/shop/local', '--policy-pack', 'x'], '--policy-pack'],
  ])('%j is refused, and named', (args, what) => {
    expect(() => parseCommandLine(args)).toThrow(what);
  });
});
