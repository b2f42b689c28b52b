import {
  GetFunctionCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { clientOptions, controlHeaders } from '../engine/credentials.ts';

/**
 * Replaces one file in the code of a function that runs. The other files stay as they were deployed: sst puts a file
 * with the function's links beside the code, which only a deploy can make.
 */
export async function replaceCode(options: {
  endpoint: string;
  /** The function's full name. */
  name: string;
  /** The path in its package. */
  file: string;
  code: string;
}): Promise<void> {
  const config = clientOptions(options.endpoint);
  const client = new LambdaClient(config);
  try {
    const { Code } = await client.send(new GetFunctionCommand({ FunctionName: options.name }));
    const response = await fetch(Code?.Location ?? '', { headers: controlHeaders(config.credentials) });
    if (!response.ok) throw new Error(`the code of ${options.name} cannot be read: ${response.status}`);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    files[options.file] = strToU8(options.code);
    const ZipFile = zipSync(files, { level: 1 });
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: options.name, ZipFile }));
    // The call returns before the new code is what answers.
    const patience = { client, maxWaitTime: 30, minDelay: 0.1, maxDelay: 0.5 };
    await waitUntilFunctionUpdatedV2(patience, { FunctionName: options.name });
  } finally {
    client.destroy();
  }
}
