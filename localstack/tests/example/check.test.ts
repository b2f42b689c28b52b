import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPackage, inShared } from '../../paths.ts';
import { clientConfig, engineEndpoint } from '../support/engine.ts';

const app = inShared('tests', `lacking-${process.pid}`);

/** The command's output and exit code. */
async function check(): Promise<{ code: number; stdout: string }> {
  const { accessKeyId, secretAccessKey } = clientConfig().credentials;
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: engineEndpoint(),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const words = [inPackage('bin.mjs'), '--app', app, 'check', 'test-lacking', '--json'];
  return promisify(execFile)(process.execPath, words, { env, maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  );
}

describe('check', () => {
  beforeAll(() => {
    mkdirSync(app, { recursive: true });
    cpSync(inPackage('tests', 'example', 'lacking'), app, { recursive: true });
  });
  afterAll(() => rmSync(app, { recursive: true, force: true }));

  it('names everything that is missing, and deploys nothing', async () => {
    const { code, stdout } = await check();

    expect(JSON.parse(stdout)).toEqual({
      gaps: [
        {
          problem: 'aws:lambda/function:Function is known here, but not its property vpcConfig',
          resources: ['Odd'],
        },
        {
          problem:
            'aws:lambda/function:Function takes "nodejs24.x", "provided.al2", "provided.al2023" for runtime on a local stage, and not "python3.12"',
          resources: ['Odd'],
        },
        {
          problem: 'resources of type aws:ec2/vpc:Vpc cannot be deployed on a local stage',
          resources: ['Net', 'Other'],
        },
        {
          problem: 'resources of type aws:kinesis/stream:Stream cannot be deployed on a local stage',
          resources: ['Stream'],
        },
        { problem: 'the data source aws:ec2/getAmi:getAmi is not supported on a local stage', resources: [] },
        { problem: 'the engine runs no JSONata in state machines', resources: ['Flow'] },
        {
          problem:
            'the option import is not followed on a local stage: an engine on this machine holds nothing that was not deployed to it: leave it out on local stages',
          resources: ['Late'],
        },
      ],
    });
    expect(code).toBe(1);
    const queues: string[] = [];
    for await (const { QueueUrls = [] } of paginateListQueues(
      { client: new SQSClient(clientConfig()) },
      { QueueNamePrefix: 'lacking-' },
    ))
      queues.push(...QueueUrls);
    expect(queues).toEqual([]);
    expect(existsSync(join(app, '.sst', 'outputs.test-lacking.json'))).toBe(false);
  });
});
