import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineFolders } from '../../../engine/folders.ts';
import { findProcesses } from '../../../engine/leftovers.ts';
import { readRecord } from '../../../engine/record.ts';
import { shared } from '../../../paths.ts';
import { clientConfig } from '../../support/engine.ts';

const folders = engineFolders(process.env.TEST_ENGINE!);
const secret = randomUUID();
const TableName = `files-${secret}`;
/** The runner of the tests may have set TMPDIR to a folder of its own. */
const TEMPORARY = [...new Set([tmpdir(), '/tmp', '/var/tmp'])];

describe.skipIf(process.env.AWS_ENDPOINT_URL)('What an engine writes', () => {
  beforeAll(async () => {
    const s3 = new S3Client({ ...clientConfig(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: TableName }));
    await s3.send(new PutObjectCommand({ Bucket: TableName, Key: 'object', Body: secret.repeat(40_000) }));
    const dynamodb = new DynamoDBClient(clientConfig());
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    const Item = (pk: string) => ({
      Put: { TableName, Item: { pk: { S: pk }, passwordHash: { S: secret } } },
    });
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [Item('a'), Item('b')] }));
  });

  it('lies in its own folder, objects of S3 too', () => {
    expect(existsSync(join(folders.run, 'tmp', 's3', TableName))).toBe(true);
    for (const name of ['localemu-s3-storage', 'localstack-s3-storage', 'localemu', 'localstack'])
      for (const folder of TEMPORARY) expect(existsSync(join(folder, name, TableName))).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('is not open in a temporary folder of the system', () => {
    const open = findProcesses(folders, readRecord(folders)).flatMap(({ pid }) =>
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${fd}`);
        } catch {
          return []; // closed since it was listed
        }
      }),
    );
    expect(open.length).toBeGreaterThan(10);
    const isTemporary = (path: string) => TEMPORARY.some((folder) => path.startsWith(`${folder}/`));
    expect(open.filter((path) => isTemporary(path) && !path.startsWith(`${shared}/`))).toEqual([]);
  });

  it('is its owner’s alone', () => {
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect([folders.root, folders.run, folders.lambda, shared].map(mode)).toEqual(Array(4).fill('700'));
    expect([folders.credentials, folders.log, folders.record].map(mode)).toEqual(Array(3).fill('600'));
  });

  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!isRoot)('is read by no other user of the machine', () => {
    const asNobody = (...command: string[]) =>
      spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', ...command]);
    expect(asNobody('true').status).toBe(0);
    for (const path of [folders.credentials, folders.log, join(folders.run, 'tmp', 's3')])
      expect(asNobody('ls', path).status).not.toBe(0);
    for (const { pid } of findProcesses(folders, readRecord(folders)))
      expect(asNobody('cat', `/proc/${pid}/environ`).stdout.length).toBe(0);
    // Every user can read the command line of a process.
    const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(lines).not.toContain(clientConfig().credentials.accessKeyId);
  });

  it('to its log contains no data of tables and no key', () => {
    expect(readFileSync(folders.log, 'utf8')).not.toContain(secret);
    expect(readFileSync(folders.log, 'utf8')).not.toContain(clientConfig().credentials.accessKeyId);
  });
});
