import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Writes into `file` that it has begun, and is over when there is a file `until`; called by an API too. */
export const hold = async (event) => {
  const { file, until } = event.queryStringParameters ?? event;
  appendFileSync(file, `${process.pid}\n`);
  while (until && !existsSync(until)) await setTimeout(20);
};

/** Invokes itself so many times, one inside the other. */
export const nest = async ({ depth }, { invokedFunctionArn }) => {
  if (depth === 0) return 0;
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN } = process.env;
  const scope = `${AWS_ACCESS_KEY_ID}/20260101/${AWS_REGION}/lambda/aws4_request`;
  const answer = await fetch(`${AWS_ENDPOINT_URL}/2015-03-31/functions/${invokedFunctionArn}/invocations`, {
    method: 'POST',
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      'X-Amz-Security-Token': AWS_SESSION_TOKEN,
    },
    body: JSON.stringify({ depth: depth - 1 }),
  });
  return (await answer.json()) + 1;
};
