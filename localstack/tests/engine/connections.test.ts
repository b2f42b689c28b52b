import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { pause } from '@serverless-orders/command-line/wait';
import { expect, it } from 'vitest';
import { engineEndpoint } from '../support/engine.ts';

/** Longer than the 5 s after which the engine's server closes idle connections by itself. */
const IDLE_MS = 6500;

it('The engine does not close a connection that its client keeps open', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<Socket>((resolve, reject) => {
      const asked = request(`${engineEndpoint()}/_aws/execute-api/nothing/`, { agent }, (answer) => {
        const { socket } = answer;
        answer.on('end', () => resolve(socket)).resume();
      });
      asked.on('error', reject).end();
    });
  const socket = await ask();
  await pause(IDLE_MS);
  expect(await ask()).toBe(socket);
  agent.destroy();
});
