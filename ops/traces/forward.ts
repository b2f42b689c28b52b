import { XRayClient } from '@aws-sdk/client-xray';
import { clientOptions } from '@serverless-orders/localstack';
import { pause } from '../../packages/command-line/wait.ts';
import { Forwarder } from './forwarder.ts';
import { senderTo } from './senders.ts';

/** How often is looked for new parts of traces, and how long an engine may be silent before it counts as gone (ms). */
const EVERY_MS = 1000;
const GIVE_UP_MS = 60_000;

/**
 * A process beside an engine: carries what comes into its X-Ray to a viewer.
 *
 * node forward.ts <engine's address> zipkin | otlp <viewer's address>
 */
const [endpoint = '', kind = '', address = ''] = process.argv.slice(2);
const forwarder = new Forwarder(new XRayClient(clientOptions(endpoint)), senderTo(kind, address));
let answered = Date.now();
for (;;) {
  try {
    await forwarder.step();
    answered = Date.now();
  } catch (error) {
    console.error(new Date().toISOString(), (error as Error).message);
    if (Date.now() - answered > GIVE_UP_MS) process.exit(1);
  }
  await pause(EVERY_MS);
}
