import { describe, expect, it } from 'vitest';
import { awsSettings, ownArguments } from './provider-settings.ts';

describe('awsSettings', () => {
  it.each([
    ['a region', { region: 'eu-west-1' }, { region: 'eu-west-1' }],
    ['no region', { region: '' }, {}],
    ['tags', { defaultTags: '{"tags":{"a":"b"}}' }, { tags: { a: 'b' } }],
    ['tags that are no text', { defaultTags: { tags: { a: 'b' } } }, { tags: { a: 'b' } }],
    ['how AWS is reached', { skipMetadataApiCheck: 'true', maxRetries: '3', useFipsEndpoint: 'true' }, {}],
    ['what is not set', { assumeRoles: '[]', endpoints: '[]', profile: '', insecure: 'false' }, {}],
    ['the account of local stages', { allowedAccountIds: '["000000000000"]' }, {}],
  ])('follows %s', (_what, given, settings) => {
    const { region, tags } = awsSettings(given);
    expect(JSON.parse(JSON.stringify({ region, tags }))).toEqual(settings);
  });

  it.each([
    ['assumeRoles', '[{"roleArn":"arn:aws:iam::1:role/x"}]'],
    ['assumeRoleWithWebIdentity', '{"roleArn":"arn:aws:iam::1:role/x"}'],
    ['endpoints', '[{"sqs":"http://localhost"}]'],
    ['profile', 'production'],
    ['accessKey', 'AKIA'],
    ['secretKey', 'x'],
    ['token', 'x'],
    ['sharedConfigFiles', '["~/.aws/config"]'],
    ['sharedCredentialsFiles', '["~/.aws/credentials"]'],
    ['ignoreTags', '{"keys":["a"]}'],
    ['tagPolicyCompliance', 'error'],
    ['allowedAccountIds', '["111122223333"]'],
    ['forbiddenAccountIds', '["000000000000"]'],
    ['whatComesNext', 'x'],
    ['region', 'mars'],
  ])('names %s', (name, value) => {
    expect(() => awsSettings({ [name]: value })).toThrow(name);
  });
});

it('the arguments of the own provider are those of AWS', () => {
  expect(ownArguments({ 'aws:region': 'us-east-1', 'tls:version': '5.0.1' })).toEqual({
    region: 'us-east-1',
  });
});
