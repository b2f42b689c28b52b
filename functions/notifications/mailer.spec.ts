import { SESServiceException } from '@aws-sdk/client-ses';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { invocation } from '../platform/invocation.ts';
import { NotSent, sesMailer } from './mailer.ts';
import { readMime } from './test-mime.ts';

const email = { subject: 's', text: 't', html: '<p>h</p>' };

vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterAll(() => void vi.restoreAllMocks());

const answered = (httpStatusCode: number) =>
  new SESServiceException({ name: 'SES', message: '', $fault: 'client', $metadata: { httpStatusCode } });
const failed = (code: string) => Object.assign(new Error(code), { code });

beforeEach(() => {
  vi.stubEnv('MAIL_SENDER', 'shop@example.com');
  vi.stubEnv('MAIL_CONFIGURATION_SET', 'shop-mail');
});
afterEach(() => vi.unstubAllEnvs());

const sendingTo = (send: (command: unknown) => Promise<unknown>) =>
  sesMailer({ send } as unknown as Parameters<typeof sesMailer>[0]).send('ada@example.com', email);

describe('sesMailer', () => {
  it('sends both forms from the shop, under the name of the trace', async () => {
    const send = vi.fn().mockResolvedValue({});
    await invocation('messages', () => sendingTo(send))({});

    const { input } = send.mock.calls[0]![0];
    expect(input).toMatchObject({
      Source: 'shop@example.com',
      Destinations: ['ada@example.com'],
      ConfigurationSetName: 'shop-mail',
    });
    const { headers, ...sent } = readMime(Buffer.from(input.RawMessage.Data).toString());
    expect(sent).toEqual(email);
    expect(headers).toMatchObject({
      from: 'shop@example.com',
      to: 'ada@example.com',
      'x-trace-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it.each([
    ['an address that is not verified', answered(400)],
    ['too many at a time', answered(429)],
    ['nobody listens', failed('ECONNREFUSED')],
  ])('knows that it was not sent: %s', async (_, error) => {
    await expect(sendingTo(() => Promise.reject(error))).rejects.toBeInstanceOf(NotSent);
  });

  it.each([
    ['an error inside of SES', answered(500)],
    ['a connection that broke', failed('ECONNRESET')],
    ['no answer in time', Object.assign(new Error(), { name: 'TimeoutError' })],
  ])('leaves open whether it was sent: %s', async (_, error) => {
    await expect(sendingTo(() => Promise.reject(error))).rejects.toBe(error);
  });
});
