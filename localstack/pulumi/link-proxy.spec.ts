import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { startLinkProxy } from './link-proxy.ts';
import { localizer } from './localize.ts';

it('rewrites addresses at any depth, and passes the answer on', async () => {
  const bodies: string[] = [];
  const cli = createServer(async (request, answer) => {
    bodies.push(`${request.url} ${await text(request)}`);
    answer.writeHead(bodies.length === 1 ? 200 : 500).end(`answer ${bodies.length}`);
  });
  await new Promise<void>((resolve) => cli.listen(0, '127.0.0.1', resolve));
  try {
    const target = `http://127.0.0.1:${(cli.address() as AddressInfo).port}`;
    const proxy = await startLinkProxy(target, localizer('http://127.0.0.1:4566'));
    const post = (body: object) => fetch(`${proxy}/rpc`, { method: 'POST', body: JSON.stringify(body) });
    const first = await post({
      links: { Api: { url: 'https://abc.execute-api.us-east-1.amazonaws.com/local' } },
    });
    expect(await first.text()).toBe('answer 1');
    expect((await post({ method: 'Build' })).status).toBe(500);
    expect(bodies).toEqual([
      '/rpc {"links":{"Api":{"url":"http://127.0.0.1:4566/_aws/execute-api/abc/local"}}}',
      '/rpc {"method":"Build"}',
    ]);
  } finally {
    cli.closeAllConnections();
    cli.close();
  }
});
