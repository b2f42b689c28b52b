import type { RawRequest } from '../../support/raw-request.ts';

/** What a page, or another user of the machine, is after, and a request that once succeeded. */
export interface Attack extends Omit<RawRequest, 'headers'> {
  what: string;
  headers?: Record<string, string>;
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const PLAIN = { 'Content-Type': 'text/plain' };
const TEMPLATE = encodeURIComponent(
  JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } } }),
);

/** A request to one service of each AWS protocol, and to each control address, all without the key. */
export const ATTACKS: Attack[] = [
  {
    what: 'makes a stack by an image',
    path: `/?Action=CreateStack&Version=2010-05-15&StackName=a&TemplateBody=${TEMPLATE}`,
  },
  { what: 'makes a topic by an image', path: '/?Action=CreateTopic&Version=2010-03-31&Name=attack' },
  {
    what: 'makes a queue by a form',
    method: 'POST',
    path: '/',
    headers: FORM,
    body: 'Action=CreateQueue&QueueName=attack',
  },
  {
    what: 'sends to a queue by an image',
    path: '/queue/us-east-1/000000000000/attack?Action=SendMessage&MessageBody=x',
  },
  { what: 'reads a queue by its short address', path: '/000000000000/attack?Action=ReceiveMessage' },
  {
    what: 'makes a role',
    path: '/?Action=CreateRole&Version=2010-05-08&RoleName=a&AssumeRolePolicyDocument=%7B%7D',
  },
  { what: 'asks for credentials', path: '/?Action=GetSessionToken&Version=2011-06-15' },
  { what: 'lists functions', path: '/2015-03-31/functions/' },
  {
    what: 'invokes a function',
    method: 'POST',
    path: '/2015-03-31/functions/attack/invocations',
    headers: PLAIN,
    body: '{}',
  },
  {
    what: 'invokes a function without a body',
    method: 'POST',
    path: '/2015-03-31/functions/attack/invocations?X-Amz-Invocation-Type=Event',
  },
  { what: 'lists APIs', path: '/restapis' },
  { what: 'calls an API by its old address', path: '/restapis/a/b/_user_request_/x' },
  { what: 'lists buckets', path: '/' },
  { what: 'writes an object by a form', method: 'POST', path: '/bucket', headers: PLAIN, body: 'x' },
  {
    what: 'reads a table',
    method: 'POST',
    path: '/',
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'DynamoDB_20120810.ListTables' },
    body: '{}',
  },
  {
    what: 'starts an execution',
    method: 'POST',
    path: '/',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'AWSStepFunctions.ListStateMachines',
    },
    body: '{}',
  },
  {
    what: 'reads alarms',
    method: 'POST',
    path: '/service/GraniteServiceVersion20100801/operation/DescribeAlarms',
    headers: { 'Smithy-Protocol': 'rpc-v2-cbor', 'Content-Type': 'application/cbor' },
    body: '\u0020',
  },
  { what: 'reads the mailbox', path: '/_aws/ses' },
  { what: 'empties the mailbox', method: 'DELETE', path: '/_aws/ses' },
  { what: 'peeks into queues', path: '/_aws/sqs/messages?QueueUrl=http://127.0.0.1/000000000000/attack' },
  { what: 'reads messages to telephones', path: '/_aws/sns/sms-messages' },
  { what: 'reads metrics', path: '/_aws/cloudwatch/metrics/raw' },
  { what: 'expires items', method: 'DELETE', path: '/_aws/dynamodb/expired' },
  { what: 'reads the plans of faults', path: '/_faults' },
  {
    what: 'plans a fault',
    method: 'PUT',
    path: '/_faults/attack',
    body: '{"rules":[{"function":"x","fault":"throttle"}]}',
  },
  { what: 'shortens retries', method: 'PUT', path: '/_retries', body: '{"factor":0}' },
  { what: 'reads which functions run', path: '/_code' },
  {
    what: 'puts code into a function',
    method: 'PUT',
    path: '/_code/attack/index.mjs',
    body: 'export const handler = () => 1;',
  },
  { what: 'takes the code of a function back', method: 'DELETE', path: '/_code/attack' },
  ...['localemu', 'localstack'].flatMap((name): Attack[] => [
    {
      what: `ends ${name}`,
      method: 'POST',
      path: `/_${name}/health`,
      headers: PLAIN,
      body: '{"action":"kill"}',
    },
    {
      what: `restarts ${name}`,
      method: 'POST',
      path: `/_${name}/health`,
      headers: PLAIN,
      body: '{"action":"restart"}',
    },
    { what: `writes into the health of ${name}`, method: 'PUT', path: `/_${name}/health`, body: '{"a":1}' },
    { what: `asks ${name} about its health by another name`, path: `/_${name}//health` },
    ...[
      'info',
      'init',
      'plugins',
      'config',
      'diagnose',
      'usage',
      'swagger',
      'dashboard',
      'state/reset',
      'chaos/faults',
    ].map((page) => ({ what: `reads ${page} of ${name}`, path: `/_${name}/${page}` })),
  ]),
  { what: 'reads the dashboard', path: '/_dashboard' },
  { what: 'reads the shell of the tables', path: '/shell' },
  { what: 'reads the document of the engine', path: '/openapi.yaml' },
  { what: 'goes out of the deployed APIs', path: '/_aws/execute-api/../ses' },
  { what: 'goes out of the deployed APIs, encoded', path: '/_aws/execute-api/%2e%2e/ses' },
  {
    what: 'begins with two slashes',
    path: '//_aws/execute-api/a/b?Action=CreateTopic&Version=2010-03-31&Name=a',
  },
  { what: 'names no API', path: '/_aws/execute-api?Action=CreateTopic&Version=2010-03-31&Name=attack' },
  { what: 'names another host in its address', path: 'http://evil.example/_faults' },
];

/** Keys that are not the engine's, in every place where the engine reads one. */
export const FALSE_KEYS: [what: string, headers: Record<string, string>, query?: string][] = [
  ['test, as engines take it', signed('test')],
  ['an account', signed('000000000000')],
  ['what the engine calls itself by', signed('__internal_call__')],
  ['an access key of AWS', signed('AKIAIOSFODNN7EXAMPLE')],
  ['a temporary one of the engine', signed('LSIAQAAAAAAVNCBMPNSG')],
  ['the beginning of its own', signed('LOCAL')],
  ['a session token', { ...signed('test'), 'X-Amz-Security-Token': 'guess' }],
  ['a bearer token', { Authorization: 'Bearer guess' }],
  ['a name and a password', { Authorization: `Basic ${btoa('test:test')}` }],
  ['the older signature', { Authorization: 'AWS test:c2lnbmF0dXJl' }],
  [
    'a presigned address',
    {},
    'X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=x',
  ],
  ['an older presigned address', {}, 'AWSAccessKeyId=test&Signature=x&Expires=9999999999'],
  [
    'an internal call',
    { 'x-localemu-data': '{}', 'x-localstack-data': '{}', 'x-moto-account-id': '000000000000' },
  ],
];

/** The header of a request that is signed with a key. */
export function signed(key: string, service = 'sts'): Record<string, string> {
  const scope = `${key}/20260101/us-east-1/${service}/aws4_request`;
  return {
    Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0000`,
  };
}
