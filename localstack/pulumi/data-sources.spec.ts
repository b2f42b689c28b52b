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

  it('shows SST an empty policy as none', async () => {
    const answer = await dataSource('aws:iam/getPolicyDocument:getPolicyDocument', { statements: [] }, aws);
    expect(answer.statements).toBeUndefined();
  });

  it('names one that it does not know', async () => {
    await expect(dataSource('aws:ec2/getAmi:getAmi', {}, aws)).rejects.toThrow('aws:ec2/getAmi:getAmi');
  });
});
