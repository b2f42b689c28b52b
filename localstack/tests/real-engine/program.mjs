// A program for Pulumi without SST around it, with one of each option that decides what an engine does. PROGRAM, a JSON
// object in the environment, changes one thing at a time. It runs where SST has installed the packages.
import aws from '@pulumi/aws';
import pulumi from '@pulumi/pulumi';
import random from '@pulumi/random';

const change = JSON.parse(process.env.PROGRAM ?? '{}');

const shop = new pulumi.ComponentResource(
  'shop:index:Shop',
  'Shop',
  {},
  { protect: change.guarded === true },
);
const parent = { parent: shop };
const suffix = new random.RandomString('Suffix', { length: change.length ?? 8, special: false }, parent);
const topic = new aws.sns.Topic('Topic', { displayName: change.display ?? 'shop' }, parent);
const queue = new aws.sqs.Queue(
  change.renamed ? 'Letters' : 'Mail',
  {
    visibilityTimeoutSeconds: change.visibility ?? 10,
    delaySeconds: change.delay ?? 0,
    tags: { suffix: suffix.result },
  },
  {
    ...parent,
    dependsOn: [topic],
    aliases: change.renamed ? [{ name: 'Mail' }] : [],
    ignoreChanges: ['delaySeconds'],
    customTimeouts: { create: '5m' },
  },
);
const key = change.key ?? 'id';
const table = new aws.dynamodb.Table(
  'Table',
  {
    name: change.table,
    hashKey: key,
    billingMode: 'PAY_PER_REQUEST',
    attributes: [{ name: key, type: 'S' }],
  },
  { ...parent, deleteBeforeReplace: change.first },
);
new aws.dynamodb.TableItem(
  'Seed',
  { tableName: table.name, hashKey: key, item: JSON.stringify({ [key]: { S: 'a' } }) },
  { ...parent, deletedWith: table },
);
const parameter = (name, options) =>
  new aws.ssm.Parameter(
    name,
    { name: `/${name}`, type: 'String', value: change.value ?? topic.arn },
    options,
  );
parameter('Limit', { ...parent, replaceOnChanges: ['value'] });
if (!change.without) {
  parameter('Kept', { ...parent, retainOnDelete: true });
  new aws.ssm.Parameter(
    'Secret',
    { name: '/Secret', type: 'SecureString', value: pulumi.secret('hush') },
    parent,
  );
}
const other = new aws.Provider('Other', {
  region: 'us-east-1',
  defaultTags: { tags: { 'sst:app': 'program' } },
});
new aws.sns.Topic('There', {}, { provider: other, protect: change.protect });

export const arn = queue.arn;
