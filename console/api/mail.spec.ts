import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { signLink } from '../../functions/platform/account-link.ts';
import { redactSecrets } from '../../functions/platform/log/secret-texts.ts';
import { conceal } from '../server/conceal.ts';
import { email, emailHtml, mailbox, orderIn } from './mail.ts';
import type { Stage } from './stage.ts';

const ORDER = '01a21f0c-3501-72a8-9f3a-a1f21439837f';

let server: Server | undefined;
afterEach(() => void server?.close());

/** A stage on an engine whose mailbox has these emails. */
async function stageWith(
  messages: { to: string; subject: string; text?: string; html?: string }[],
): Promise<Stage> {
  const box = messages.map(({ to, subject, text = '', html = '' }, index) => ({
    Id: String(index),
    Timestamp: `2026-11-27T10:00:0${index}Z`,
    Source: 'shop@example.com',
    Destination: { ToAddresses: [to] },
    Subject: subject,
    Body: { text_part: text, html_part: html },
    Headers: { 'X-Trace-Id': 'a'.repeat(32) },
  }));
  server = createServer((_, response) => response.end(JSON.stringify({ messages: box })));
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { isLocal: true, access: { config: { endpoint: `http://127.0.0.1:${port}` } } } as Stage;
}

describe('the mailbox', () => {
  it('lists the newest first, by the number that npm run mail gives', async () => {
    const stage = await stageWith([
      { to: 'ada@example.com', subject: 'Welcome' },
      { to: 'ben@example.com', subject: 'Welcome' },
      { to: 'ada@example.com', subject: 'Your order' },
    ]);
    const of = async (filter: object) => {
      const found = await mailbox.run(stage, filter);
      return found.isKept && found.emails.map(({ n }) => n);
    };
    expect(await of({})).toEqual([3, 2, 1]);
    expect(await of({ to: 'ADA' })).toEqual([3, 1]);
    expect(await of({ to: 'ada', subject: 'order' })).toEqual([3]);
    expect(await of({ before: 3 })).toEqual([2, 1]);
  });

  it('says that there is none in AWS', async () => {
    const stage = { isLocal: false, access: { config: {} } } as Stage;
    expect(await mailbox.run(stage, {})).toEqual({ isKept: false });
    await expect(email.run(stage, { n: 1 })).rejects.toThrow('SES keeps no mailbox');
  });

  it('tells which emails there are when there is no such one', async () => {
    const stage = await stageWith([{ to: 'ada@example.com', subject: 'a' }]);
    await expect(email.run(stage, { n: 2 })).rejects.toThrow('there are emails 1 to 1, and no 2');
    await expect(emailHtml.run(stage, { n: 1 })).rejects.toThrow('has no HTML');
  });

  it('leads to the order and the trace', async () => {
    const stage = await stageWith([
      { to: 'a@example.com', subject: 's', text: `Order ${ORDER} is confirmed.` },
    ]);
    expect(await email.run(stage, { n: 1 })).toMatchObject({ orderId: ORDER, traceId: 'a'.repeat(32) });
    expect(orderIn({ subject: '', text: 'nothing' })).toBeUndefined();
  });

  it('shows no link that works, neither in text nor in HTML', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), kid: 'k' };
    const link = { userId: 'u-1', email: 'ada@example.com', epoch: 1, expiresAt: '2027-01-01T00:00:00Z' };
    const linked = await signLink('password-link', link, key);
    const stage = await stageWith([
      {
        to: 'ada@example.com',
        subject: 's',
        text: `Choose a password:\nhttps://shop/auth/password#${linked}\n`,
        html: `<a href="https://shop/auth/password#${linked}">Choose a password</a>`,
      },
    ]);
    const told = JSON.stringify(conceal(await email.run(stage, { n: 1 })));
    const html = redactSecrets(await emailHtml.run(stage, { n: 1 }));
    expect(html).toContain('href="https://shop/auth/password#[redacted]"');
    for (const shown of [told, html]) {
      expect(shown).toContain('[redacted]');
      for (const part of linked.split('.')) expect(shown).not.toContain(part);
    }
  });
});
