import { randomUUID } from 'node:crypto';
import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../../tests/support/engine.ts';
import { queueUrl } from '../../tests/support/queues.ts';
import { seriousFindings, useConsole } from './support/browser.ts';

const console = useConsole();
const sqs = new SQSClient(clientConfig());
const CONSUMER = 'telemetry-count-payments';
const DEAD = `${CONSUMER}-dead`;

/** How often a consumer is given a message is told by its queue's time: at a second, five tries take seconds. */
let before: string;
const visibility = async (VisibilityTimeout: string) =>
  sqs.send(
    new SetQueueAttributesCommand({ QueueUrl: await queueUrl(CONSUMER), Attributes: { VisibilityTimeout } }),
  );

beforeAll(async () => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: await queueUrl(CONSUMER),
      AttributeNames: ['VisibilityTimeout'],
    }),
  );
  before = Attributes!.VisibilityTimeout!;
  await visibility('1');
});

afterAll(async () => {
  await visibility(before);
  await sqs.send(new PurgeQueueCommand({ QueueUrl: await queueUrl(DEAD) }));
});

describe('a poison message', () => {
  it('is shown escaped with why it failed, redriven, and comes back when it fails still', async () => {
    const order = randomUUID();
    const poison = { type: '<img src=x onerror=alert(1)>', data: { orderId: order } };
    const { page, close } = await console.open('/queues');
    // Five tries and what the engine makes of them, on a machine that is busy.
    page.setDefaultTimeout(120_000);
    const row = page.getByRole('row', { name: DEAD });
    await row.getByRole('cell', { name: '0', exact: true }).waitFor();
    await sqs.send(
      new SendMessageCommand({ QueueUrl: await queueUrl(CONSUMER), MessageBody: JSON.stringify(poison) }),
    );

    // Without a reload: the engine tells that something has changed.
    await row.getByText('1 waits').waitFor();
    await row.getByRole('link').click();
    await page.getByText(`this consumer does not know the event type ${poison.type}`).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('.message pre').first().innerText()).toContain(poison.type);
    await page.locator(`a[href="/orders/${order}"]`).waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Redrive the queue' }).click();
    await page.getByText(`1 message of ${DEAD} will go back`).waitFor();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText(`1 message of ${DEAD} went back to the consumer`).waitFor();
    await page.getByRole('button', { name: 'Redrive the queue' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redrive the queue' }).waitFor();
    await close();
  });

  it('is not looked for on a queue that a consumer empties', async () => {
    const { page, close } = await console.open(`/queues/${CONSUMER}`);
    await page.getByText('a look counts as a try').waitFor();
    expect(await page.getByRole('button', { name: /redrive|look/i }).count()).toBe(0);
    await close();
  });

  it('is gone with its queue', async () => {
    const { page } = await console.open('/queues/orders-nothing');
    await page.getByText('has no queue orders-nothing').waitFor();
  });
});
