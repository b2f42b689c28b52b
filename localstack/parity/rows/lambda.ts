import { createHash } from 'node:crypto';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { until } from '../lab.ts';
import { makeObject, makeQueue, receive } from '../resources/data.ts';
import { makeFunction, map, seenBy, sharedFunction } from '../resources/functions.ts';
import type { Row } from '../row.ts';

const service = 'Lambda';

/** What callers of functions see. How functions themselves are run is in localstack/tests/conformance. */
export const lambdaRows: Row[] = [
  {
    id: 'lambda-code-hash',
    service,
    behaviour: 'the CodeSha256 of a function whose code is in S3 (codeSha256 of what was deployed)',
    documented:
      'the SHA-256 of the deployment package, in base64; sourceCodeHash is what the program said, not AWS',
    source: 'lambda/latest/api/API_FunctionConfiguration.html',
    expected: { ofPackage: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const FunctionName = await makeFunction(lab, 'echo', { Code: await makeObject(lab, lab.code) });
      const { CodeSha256 } = await lab.clients.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      );
      return { ofPackage: CodeSha256 === createHash('sha256').update(lab.code).digest('base64') };
    },
  },
  {
    id: 'lambda-error-shape',
    service,
    behaviour: 'invoking a function that throws',
    documented: 'status 200, FunctionError, and errorType, errorMessage and trace as the payload',
    source: 'lambda/latest/dg/invocation-retries.html',
    expected: { status: 200, error: 'Unhandled', type: 'OutOfStock', message: 'none left', trace: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const FunctionName = await sharedFunction(lab, 'refuse');
      const answer = await lab.clients.lambda.send(new InvokeCommand({ FunctionName }));
      const { errorType, errorMessage, trace } = JSON.parse(answer.Payload?.transformToString() ?? '{}');
      return {
        status: answer.StatusCode,
        error: answer.FunctionError,
        type: errorType,
        message: errorMessage,
        trace: Array.isArray(trace),
      };
    },
  },
  {
    id: 'lambda-async-failure',
    service,
    behaviour: 'an asynchronous invocation that fails, with one retry and a queue for failures',
    documented: 'is tried twice, then the queue gets the event and the error',
    source: 'lambda/latest/dg/invocation-async-retain-records.html',
    expected: { tries: 2, condition: 'RetriesExhausted', event: { order: 7 }, type: 'OutOfStock' },
    reliedOn: 'no',
    see: async (lab) => {
      const failed = await makeQueue(lab);
      const FunctionName = await makeFunction(lab, 'refuse');
      await lab.clients.lambda.send(
        new PutFunctionEventInvokeConfigCommand({
          FunctionName,
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: failed.arn } },
        }),
      );
      const Payload = JSON.stringify({ order: 7 });
      await lab.clients.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
      const message = await until('the failure', async () => (await receive(lab, failed))[0]);
      const { requestContext, requestPayload, responsePayload } = JSON.parse(message.Body ?? '{}');
      return {
        tries: (await seenBy(lab, FunctionName)).length,
        condition: requestContext?.condition,
        event: requestPayload,
        type: responsePayload?.errorType,
      };
    },
  },
  {
    id: 'lambda-throttle',
    service,
    behaviour: 'invoking beyond the reserved concurrency',
    documented: 'TooManyRequestsException, status 429, with its reason',
    source: 'lambda/latest/api/API_Invoke.html',
    expected: {
      name: 'TooManyRequestsException',
      status: 429,
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const FunctionName = await makeFunction(lab, 'echo');
      await lab.clients.lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
      );
      const error = await lab.clients.lambda
        .send(new InvokeCommand({ FunctionName }))
        .catch((thrown) => thrown);
      return { name: error.name, status: error.$metadata?.httpStatusCode, reason: error.Reason };
    },
  },
  {
    id: 'lambda-delivery',
    service,
    behaviour: 'ten messages to a consumer',
    documented: 'each comes at least once: twice is possible',
    source: 'lambda/latest/dg/with-sqs.html',
    expected: 'each at least once',
    reliedOn: 'yes',
    see: async (lab) => {
      const queue = await makeQueue(lab);
      const name = await makeFunction(lab, 'read');
      await map(lab, name, queue.arn);
      const bodies = Array.from({ length: 10 }, (_, at) => `m${at}`);
      for (const MessageBody of bodies)
        await lab.clients.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
      await until('all messages', async () => {
        const seen = (await seenBy<string[]>(lab, name)).flat();
        return bodies.every((body) => seen.includes(body));
      });
      return 'each at least once';
    },
  },
];
