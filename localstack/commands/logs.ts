import {
  CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Command } from '../cli.ts';
import { clientOptions } from '../engine/credentials.ts';
import { runningStage } from '../engine/stage-engine.ts';
import { pause } from '../wait.ts';
import { pickFunction, stageFunctions } from './stage-functions.ts';

const FOLLOW_EVERY_MS = 500;

/** `npm run logs -- <function> [--follow]`: what a function of the stage `local` wrote, oldest first. */
export const logs: Command = {
  summary: 'shows what a function logged (-- place-order, -- place-order --follow)',
  async run(args) {
    const follow = args.includes('--follow') || args.includes('-f');
    const wanted = args.find((arg) => !arg.startsWith('-'));
    const { stage, engine } = await runningStage();
    const { short, logGroup } = pickFunction(await stageFunctions(engine.endpoint, stage), wanted);
    const client = new CloudWatchLogsClient(clientOptions(engine.endpoint));
    const seen = new Set<string>();
    const show = async () => {
      for (const event of await read(client, logGroup)) {
        if (seen.has(event.eventId ?? '')) continue;
        seen.add(event.eventId ?? '');
        const time = new Date(event.timestamp ?? 0).toISOString();
        console.log(`${time}  ${event.message?.trimEnd()}`);
      }
    };
    await show();
    if (follow) await untilInterrupted(show);
    console.log(`${seen.size} log lines of ${short}`);
    return 0;
  },
};

async function read(client: CloudWatchLogsClient, logGroupName: string): Promise<FilteredLogEvent[]> {
  const events: FilteredLogEvent[] = [];
  try {
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName }))
      events.push(...(page.events ?? []));
  } catch (error) {
    // A function that never ran has no log group yet.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return events.sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
}

/** Repeats until Ctrl-C, which is how following ends and no failure. */
export async function untilInterrupted(step: () => Promise<void>): Promise<void> {
  let running = true;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(name);
    process.once(name, () => {
      running = false;
    });
  }
  while (running) {
    await step();
    await pause(FOLLOW_EVERY_MS);
  }
}
