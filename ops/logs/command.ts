import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { counted } from '../../packages/command-line/counted.ts';
import { pause } from '../../packages/command-line/wait.ts';
import { isLocalStage } from '../../packages/stages/stage.ts';
import { explainAccess, stageAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { pickFunction } from '../stage/functions.ts';
import { LOGS_OPTIONS, LOGS_WORDS, type LogsRequest, logsRequest } from './arguments.ts';
import { Follower } from './follow.ts';
import { Printer } from './printer.ts';
import { SourceFrames } from './source-frames.ts';
import { StageLogs } from './stage-logs.ts';
import { beganAt, Thread } from './thread.ts';

/** How far is looked back when nothing was said and no id tells it, in ms. */
const LOOK_BACK_MS = 24 * 60 * 60_000;

/** An id's time is that of the machine that made it. */
const CLOCKS_MS = 60_000;

/** How often is looked, how long lines are held back, how late they may come (ms): CloudWatch takes seconds to show a line. */
const HERE = { everyMs: 500, holdMs: 1_000, lateMs: 20_000 };
const IN_AWS = { everyMs: 3_000, holdMs: 6_000, lateMs: 120_000 };

/** `npm run logs -- <function> | --order <id> | --trace <id>`: what functions of a stage wrote, oldest first. */
export const logs = command({
  name: 'logs',
  summary: 'shows logs (-- <function>, -- --order <id>, -- --trace <id>; -f follows, --since 10m)',
  stage: anyStage,
  actions: {
    '': action({
      words: LOGS_WORDS,
      options: LOGS_OPTIONS,
      json: true,
      async run(input) {
        try {
          await show(logsRequest(input));
        } catch (thrown) {
          throw explainAccess(thrown, input.stage);
        }
        return 0;
      },
    }),
  },
});

async function show(request: LogsRequest): Promise<void> {
  const { of, follow, json, stage } = request;
  const all = await StageLogs.open(await stageAccess(stage));
  const { read, what, began } = reader(all, of);
  const from = request.since ?? began ?? Date.now() - LOOK_BACK_MS;
  const frames = new SourceFrames();
  const printer = new Printer({ ...request, order: 'order' in of ? of.order : undefined, frames });
  if (follow) {
    const { everyMs, ...pace } = isLocalStage(stage) ? HERE : IN_AWS;
    const follower = new Follower({ read, print: (lines) => printer.add(lines), from, ...pace });
    await untilInterrupted(() => follower.step(), everyMs);
    follower.end();
  } else printer.all(await read(from));
  const hint = frames.hint();
  if (hint) console.error(`! ${hint}`);
  if (!json)
    console.log(`${counted(printer.count, 'log line')} of ${what} since ${new Date(from).toISOString()}`);
}

/** How the lines that were asked for are read, what they are called, and when they may begin. */
function reader(all: StageLogs, of: LogsRequest['of']) {
  if ('fn' in of) {
    const fn = pickFunction(all.functions, of.fn);
    return {
      what: fn.short,
      began: undefined,
      read: (from: number) => all.search({ functions: [fn], from }),
    };
  }
  const thread = new Thread(all, of);
  const began = beganAt(of);
  return {
    what: 'order' in of ? `order ${of.order}` : `trace ${of.trace}`,
    began: began === undefined ? undefined : began - CLOCKS_MS,
    read: (from: number) => thread.read(from),
  };
}

/** Repeats until Ctrl-C, or until nobody reads any more (`| head`): that is how following ends, and no failure. */
async function untilInterrupted(step: () => Promise<void>, everyMs: number): Promise<void> {
  const interrupted = Promise.withResolvers<void>();
  let running = true;
  const stop = () => {
    running = false;
    interrupted.resolve();
  };
  process.stdout.once('error', stop);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(name);
    process.once(name, stop);
  }
  while (running) {
    await Promise.race([step(), interrupted.promise]);
    if (running) await Promise.race([pause(everyMs), interrupted.promise]);
  }
}
