import { describe, expect, it } from 'vitest';
import { dataSource } from './data-sources.ts';
import { connect } from './providers/aws.ts';

const aws = connect({ endpoint: 'http://127.0.0.1:4566', region: 'eu-west-1' });

describe('dataSource', () => {
  it.each([
    ['aws:index/getRegion:getRegion', { name: 'eu-west-1', region: 'eu-west-1' }],
    ['aws:index/getCallerIdentity:getCallerIdentity', { accountId: '000000000000' }],
    ['aws:index/getPartition:getPartition', { partition: 'aws' }],
  ])('%s', async (token, answer) => {
    expect(await dataSource(token, {}, aws)).toMatchObject(answer);
  });

  it('writes policy documents', async () => {
    const statements = [
      {
        effect: 'Deny',
        actions: ['sqs:SendMessage'],
        resources: ['a', 'b'],
        principals: [{ type: 'Service', identifiers: ['sns.amazonaws.com'] }],
        conditions: [
          { test: 'StringEquals', variable: 'aws:SourceArn', values: ['x'] },
          { test: 'StringEquals', variable: 'aws:Other', values: ['y', 'z'] },
        ],
      },
      {
        sid: 'All',
        notActions: ['iam:*'],
        resources: ['*'],
        principals: [{ type: '*', identifiers: ['*'] }],
      },
    ];
    const { json } = await dataSource('aws:iam/getPolicyDocument:getPolicyDocument', { statements }, aws);
    expect(JSON.parse(String(json))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: 'sqs:SendMessage',
          Resource: ['a', 'b'],
          Principal: { Service: 'sns.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceArn': 'x', 'aws:Other': ['y', 'z'] } },
        },
        { Sid: 'All', Effect: 'Allow', NotAction: 'iam:*', Resource: '*', Principal: '*' },
      ],
    });
  });

  it('returns a policy without statements in the form that SST takes for none', async () => {
    const answer = await dataSource('aws:iam/getPolicyDocument:getPolicyDocument', { statements: [] }, aws);
    expect(answer.statements).toBeUndefined();
  });

  const document = (...statements: object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const from = (sid: string, action: string) => ({
    Sid: sid,
    Effect: 'Allow',
    Action: action,
    Resource: '*',
  });
  const own = (sid: string, action: string) => ({ sid, actions: [action], resources: ['*'] });
  const policy = async (args: object) => {
    const token = 'aws:iam/getPolicyDocument:getPolicyDocument';
    return JSON.parse(String((await dataSource(token, args as never, aws)).json));
  };

  it.each([
    ['sources alone', { sourcePolicyDocuments: [document(from('A', 'a:*'))] }, [from('A', 'a:*')]],
    [
      'a statement over a source',
      {
        sourcePolicyDocuments: [document(from('A', 'a:*'), from('B', 'b:*'))],
        statements: [own('A', 'x:*')],
      },
      [from('A', 'x:*'), from('B', 'b:*')],
    ],
    [
      'an override over a statement',
      { statements: [own('A', 'x:*')], overridePolicyDocuments: [document(from('A', 'o:*'))] },
      [from('A', 'o:*')],
    ],
    [
      'a later override over an earlier one',
      { overridePolicyDocuments: [document(from('A', 'o:*')), document(from('A', 'p:*'))] },
      [from('A', 'p:*')],
    ],
    [
      'a source with one statement that is no list',
      { sourcePolicyDocuments: [JSON.stringify({ Version: '2012-10-17', Statement: from('A', 'a:*') })] },
      [from('A', 'a:*')],
    ],
    [
      'principals that are excepted',
      { statements: [{ actions: ['a:*'], notPrincipals: [{ type: 'AWS', identifiers: ['*'] }] }] },
      [{ Effect: 'Allow', Action: 'a:*', NotPrincipal: { AWS: '*' } }],
    ],
    [
      "IAM's variables",
      { statements: [{ actions: ['a:*'], resources: ['home/&{aws:username}'] }] },
      [{ Effect: 'Allow', Action: 'a:*', Resource: `home/$\{aws:username}` }],
    ],
    [
      'principals and conditions that come in parts',
      {
        statements: [
          {
            actions: ['a:*'],
            principals: [
              { type: 'AWS', identifiers: ['x'] },
              { type: 'AWS', identifiers: ['y'] },
            ],
            conditions: [
              { test: 'StringLike', variable: 'v', values: ['1'] },
              { test: 'StringLike', variable: 'v', values: ['2'] },
            ],
          },
        ],
      },
      [
        {
          Effect: 'Allow',
          Action: 'a:*',
          Principal: { AWS: ['x', 'y'] },
          Condition: { StringLike: { v: ['1', '2'] } },
        },
      ],
    ],
  ])('merges %s', async (_what, args, statements) => {
    expect((await policy(args)).Statement).toEqual(statements);
  });

  it('writes the policy an id, and the newest version', async () => {
    const old = JSON.stringify({ Version: '2008-10-17', Id: 'old', Statement: [] });
    expect(await policy({ sourcePolicyDocuments: [old] })).toMatchObject({
      Version: '2012-10-17',
      Id: 'old',
    });
    expect(await policy({ policyId: 'mine', sourcePolicyDocuments: [old] })).toMatchObject({ Id: 'mine' });
  });

  it.each([
    ['statements', { statements: [own('A', 'a:*'), own('A', 'b:*')] }],
    [
      'sourcePolicyDocuments',
      { sourcePolicyDocuments: [document(from('A', 'a')), document(from('A', 'b'))] },
    ],
  ])('stops at a Sid that is twice in %s', async (where, args) => {
    await expect(policy(args)).rejects.toThrow(`the Sid A is there twice in ${where}`);
  });

  it('answers for another region when one is named', async () => {
    const token = 'aws:index/getRegion:getRegion';
    expect(await dataSource(token, { region: 'us-west-2' }, aws)).toMatchObject({ name: 'us-west-2' });
    await expect(dataSource(token, { region: 'mars' }, aws)).rejects.toThrow('mars');
  });

  it.each([
    ['aws:iam/getPolicyDocument:getPolicyDocument', { sourceJson: '{}' }],
    ['aws:iam/getPolicyDocument:getPolicyDocument', { overrideJson: '{}' }],
    ['aws:index/getRegion:getRegion', { endpoint: 'ec2.us-west-2.amazonaws.com' }],
    ['aws:index/getCallerIdentity:getCallerIdentity', { whatever: '1' }],
    ['aws:index/getPartition:getPartition', { whatever: '1' }],
  ])('%s names the argument %j, which it does not follow', async (token, args) => {
    await expect(dataSource(token, args, aws)).rejects.toThrow(`not its argument ${Object.keys(args)[0]}`);
  });

  it('refuses an unknown data source by name', async () => {
    await expect(dataSource('aws:ec2/getAmi:getAmi', {}, aws)).rejects.toThrow('aws:ec2/getAmi:getAmi');
  });
});
