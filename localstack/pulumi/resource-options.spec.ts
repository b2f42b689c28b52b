import { describe, expect, it } from 'vitest';
import { type OptionsRequest, refuseForeignOptions, seconds, timeoutsOf } from './resource-options.ts';

const empty: OptionsRequest = {
  getType: () => 'aws:sqs/queue:Queue',
  getRemote: () => false,
  getImportid: () => '',
  getVersion: () => '7.20.0',
  getPlugindownloadurl: () => '',
  getPluginchecksumsMap: () => ({ getLength: () => 0 }),
  getTransformsList: () => [],
  getReplaceWithList: () => [],
  getReplacementTrigger: () => undefined,
  getHooks: () => undefined,
  getCustomtimeouts: () => ({ getCreate: () => '', getUpdate: () => '', getDelete: () => '' }),
};
const none = () => [];
const noHooks = {
  getBeforeCreateList: none,
  getAfterCreateList: none,
  getBeforeUpdateList: none,
  getAfterUpdateList: none,
  getBeforeDeleteList: none,
  getAfterDeleteList: none,
};
const timeouts = (create: string, update = '', remove = '') => ({
  ...empty,
  getCustomtimeouts: () => ({
    getCreate: () => create,
    getUpdate: () => update,
    getDelete: () => remove,
  }),
});

describe('refuseForeignOptions', () => {
  it.each([
    ['the installed version', empty],
    ['no version', { ...empty, getVersion: () => '' }],
    ['empty hooks', { ...empty, getHooks: () => noHooks }],
  ])('takes %s', (_what, request) => {
    expect(() => refuseForeignOptions(request, '7.20.0')).not.toThrow();
  });

  it.each<[string, Partial<OptionsRequest>]>([
    ['remote', { getRemote: () => true }],
    ['import', { getImportid: () => 'a-bucket' }],
    ['version', { getVersion: () => '6.0.0' }],
    ['pluginDownloadURL', { getPlugindownloadurl: () => 'https://example.org' }],
    ['pluginChecksums', { getPluginchecksumsMap: () => ({ getLength: () => 1 }) }],
    ['transforms', { getTransformsList: () => [{}] }],
    ['replaceWith', { getReplaceWithList: () => ['urn:a'] }],
    ['replacementTrigger', { getReplacementTrigger: () => ({}) }],
    ...Object.keys(noHooks).map((name): [string, Partial<OptionsRequest>] => [
      'hooks',
      { getHooks: () => ({ ...noHooks, [name]: () => ['a'] }) },
    ]),
  ])('names %s', (name, option) => {
    const refuse = () => refuseForeignOptions({ ...empty, ...option }, '7.20.0');
    expect(refuse).toThrow(`the option ${name} is not followed on a local stage`);
  });
});

describe('customTimeouts', () => {
  it.each([
    ['90s', 90],
    ['5m', 300],
    ['1h30m', 5400],
    ['1.5s', 1.5],
    ['250ms', 0.25],
  ])('%s', (text, expected) => {
    expect(seconds(text)).toBe(expected);
  });

  it.each(['soon', '5', '5 m', '-1s', 'm'])('refuses %j', (text) => {
    expect(() => timeoutsOf(timeouts(text))).toThrow('customTimeouts');
  });

  it('are kept as Pulumi does', () => {
    expect(timeoutsOf(timeouts('1m', '', '2m'))).toEqual({ create: 60, delete: 120 });
    expect(timeoutsOf(empty)).toBeUndefined();
  });
});
