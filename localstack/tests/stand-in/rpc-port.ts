import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processTable } from '@serverless-orders/command-line/process-table';
import { poll } from '@serverless-orders/command-line/wait';
import { CHROMIUM, inPage } from '../support/chromium.ts';
import type { App } from './app.ts';

/** How somebody who may open connections on this machine asks the CLI to run a command. */
export type Attack = 'fetch' | 'page';

/**
 * While a deployment runs, asks its CLI over the CLI's own RPC port to run a command, from outside, in each of these ways.
 *
 * @returns the port that the CLI listened on, and the ways in which the command was run.
 */
export async function attackRpc(app: App, { isolate, attacks }: { isolate: boolean; attacks: Attack[] }) {
  const name = `attack-${isolate}`;
  const release = join(app.places.app, `${name}-over`);
  const markOf = (attack: Attack) => join(app.places.app, `${name}-${attack}`);
  let over = false;
  const deploying = app
    .sst(['deploy', '--stage', 'test-deploy'], { waits: release }, { isolate })
    .finally(() => {
      over = true;
    });
  const port = await poll(() => listening(app) ?? (over ? 0 : undefined), { timeoutMs: 100_000 });
  const url = `http://127.0.0.1:${port}/rpc`;
  for (const attack of attacks) {
    const mark = markOf(attack);
    // Other checkouts deploy on this machine: only the CLI of this deployment has this environment.
    const command = `case "$FIXTURE" in *${name}*) touch '${mark}';; esac`;
    for (let round = 0; round < ROUNDS && !existsSync(mark) && !over; round += 1) {
      const params = [{ command, cwd: app.places.app, env: {}, version: `${attack} ${round}` }];
      const body = JSON.stringify({ method: 'Resource.Run.Create', params, id: round });
      if (attack === 'fetch') await fetch(url, { method: 'POST', body }).catch(() => {});
      else await inPage(PAGE(url, body));
    }
  }
  writeFileSync(release, '');
  const { code, text } = await deploying;
  return { port, ran: attacks.filter((attack) => existsSync(markOf(attack))), code, text };
}

/** How often each attack is tried. */
const ROUNDS = 3;

/** What a page may send anywhere without asking: text, and forms. */
const PAGE = (url: string, body: string) => `
  const url = ${JSON.stringify(url)}, body = ${JSON.stringify(body)};
  const form = Object.assign(document.createElement('form'), { action: url, method: 'POST', enctype: 'text/plain', target: 'f' });
  const frame = Object.assign(document.createElement('iframe'), { name: 'f' });
  form.append(Object.assign(document.createElement('input'), { name: body.slice(0, -1) + ',"x":"', value: '"}' }));
  document.body.append(frame, form);
  form.submit();
  new Image().src = url;
  await fetch(url, { method: 'POST', mode: 'no-cors', body }).catch(() => {});`;

export const hasChromium = CHROMIUM !== undefined;

/** The RPC port of the app's CLI, in whichever network it is. */
function listening(app: App): number | undefined {
  const cli = processTable().find(({ program, cwd }) => cwd === app.places.app && /sst$/.test(program));
  if (!cli) return undefined;
  try {
    const ports = readFileSync(`/proc/${cli.pid}/net/tcp6`, 'utf8')
      .split('\n')
      .map((line) => /^\s*\d+: 0{32}:([0-9A-F]{4}) \S+ 0A /.exec(line)?.[1])
      .map((hex) => Number.parseInt(hex ?? '', 16))
      .filter((port) => port >= 13_557 && port < 13_700);
    return ports.sort((a, b) => a - b).at(-1);
  } catch {
    return undefined;
  }
}
