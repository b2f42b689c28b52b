import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineFolders } from '../../../engine/folders.ts';
import { clientConfig, engineEndpoint } from '../../support/engine.ts';
import { form, image } from './page-scripts.ts';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = BROWSERS.find((path) => existsSync(path));
const port = Number(new URL(engineEndpoint()).port);
/** A name that resolves to this machine, as an attacker's name does after DNS rebinding. */
const REBOUND = 'evil.example';
const makeQueue = (name: string) => `?Action=CreateQueue&Version=2012-11-05&QueueName=${name}`;

/** Without Chromium the same requests are still made by raw sockets in guard.test.ts. */
describe.skipIf(!executablePath || process.env.AWS_ENDPOINT_URL)(
  'A page of another origin, in Chromium',
  () => {
    let server: Server;
    let browser: Browser;
    let page: Page;
    let origin: string;

    beforeAll(async () => {
      server = createServer((_, response) =>
        response.setHeader('content-type', 'text/html').end('<title>attack</title>'),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await chromium.launch({
        executablePath: executablePath!,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          // Switched off, since the browser's own defences are not tested here, and not every browser has them.
          '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebRTC,OpaqueResponseBlockingV01,OpaqueResponseBlockingV02',
          `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`,
        ],
      });
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    const open = async (url: string) => {
      page = await browser.newPage();
      await page.goto(url);
    };
    /** What the page's script can read of a request's answer. */
    const fetched = (url: string, init: RequestInit = {}) =>
      page.evaluate(
        async ([address, options]) => {
          try {
            const response = await fetch(address as string, options as RequestInit);
            return { type: response.type, status: response.status, text: await response.text() };
          } catch (error) {
            return { type: 'none', status: 0, text: String(error) };
          }
        },
        [url, init] as const,
      );
    /** How often the engine has refused a page, from its log: a browser does not tell for an image. */
    const refused = () =>
      readFileSync(engineFolders(process.env.TEST_ENGINE!).log, 'utf8').split('a page of another origin')
        .length;
    const queues = async () =>
      (await new SQSClient(clientConfig()).send(new ListQueuesCommand({ QueueNamePrefix: 'page-' })))
        .QueueUrls ?? [];

    it('reaches the engine, which refuses it: an image without a referrer creates nothing', async () => {
      await open(origin);
      const before = refused();
      for (const host of ['127.0.0.1', 'localhost'])
        await page.evaluate(image(`http://${host}:${port}/${makeQueue('page-image')}`));
      expect(refused()).toBe(before + 2);
      expect(await queues()).toEqual([]);
    });

    it('creates nothing by a form', async () => {
      await open(origin);
      const sent = page.waitForResponse((response) => response.url().includes(`:${port}`));
      const fields = { Action: 'CreateQueue', QueueName: 'page-form' };
      await page.evaluate(form(`http://127.0.0.1:${port}/`, fields));
      expect((await sent).status()).toBe(403);
      expect(await queues()).toEqual([]);
    });

    it.each<[string, string, RequestInit]>([
      ['as scripts do', '/_faults', {}],
      ['without being let to read', `/${makeQueue('page-opaque')}`, { mode: 'no-cors' }],
      [
        'as plain text',
        '/2015-03-31/functions/x/invocations',
        { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: '{}' },
      ],
      ['after asking first', '/_faults/page', { method: 'PUT', body: '{}' }],
      ['with what the browser remembers', '/_aws/ses', { credentials: 'include' }],
      ['to end it', '/_localemu/health', { method: 'POST', mode: 'no-cors', body: '{"action":"kill"}' }],
    ])('gets nothing by fetch %s', async (_, path, init) => {
      await open(origin);
      const { status, text } = await fetched(`http://127.0.0.1:${port}${path}`, init);
      expect([status, text]).toEqual([0, expect.not.stringContaining('plans')]);
      expect(await queues()).toEqual([]);
    });

    it('gets no answer after DNS rebinding, although its origin is then the engine’s', async () => {
      page = await browser.newPage();
      const own = `http://${REBOUND}:${port}`;
      await page.route(`${own}/page`, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<p>attack</p>' }),
      );
      await page.goto(`${own}/page`);
      for (const path of ['/_faults', '/_aws/ses', '/_localemu/health', `/${makeQueue('page-rebound')}`]) {
        const { type, status, text } = await fetched(`${own}${path}`);
        expect([type, status]).toEqual(['basic', 403]);
        expect(text).toContain('the host is not this machine');
      }
      const api = await fetched(`${own}/_aws/execute-api/abc/local/products`);
      expect(api.status).toBe(403);
      expect(await queues()).toEqual([]);
    });

    it('is refused, but a person who types the address gets an answer', async () => {
      page = await browser.newPage();
      const name = process.env.ENGINE === 'localstack' ? 'localstack' : 'localemu';
      const response = await page.goto(`http://localhost:${port}/_${name}/health`);
      expect([response?.status(), await response?.text()]).toEqual([200, '{"status": "running"}']);
    });
  },
);
