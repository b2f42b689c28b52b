import { z } from 'zod';
import { tell } from '../../ops/logs/line.ts';
import { words } from '../../ops/logs/show.ts';
import { SourceFrames } from '../../ops/logs/source-frames.ts';
import { StageLogs } from '../../ops/logs/stage-logs.ts';
import { beganAt, Thread } from '../../ops/logs/thread.ts';
import { readTraceId } from '../../ops/traces/span.ts';
import { Gone, read } from './endpoint.ts';
import type { Stage } from './stage.ts';

/** How far is looked back for what tells no time by its id, and an id's time is that of the machine that made it (ms). */
const LOOK_BACK_MS = 24 * 60 * 60_000;
const CLOCKS_MS = 60_000;
/** No person reads more. */
const MOST = 2_000;

/** A line of a log in words. */
export interface LogLine {
  id: string;
  /** RFC 3339. */
  at: string;
  /** The function, as in `orders-place-order`. */
  fn: string;
  level: string;
  said: string;
  frames: string[];
  traceId?: string;
}

/** Every line about an order or a trace, over all functions: what `npm run logs -- --order <id>` prints, `--trace <id>`. */
export const logs = read({
  input: z.object({
    order: z
      .string()
      .regex(/^[\w-]{1,128}$/, 'no id of an order')
      .optional(),
    trace: z.string().max(200).optional(),
    /** Lambda's own lines and those of metrics too. */
    all: z.stringbool().optional(),
  }),
  run: async (stage, { order, trace: text, all = false }) => {
    const trace = text === undefined ? undefined : readTraceId(text);
    const subject = order !== undefined ? { order } : trace !== undefined ? { trace } : undefined;
    if (!subject) throw new Gone('the logs of which order, or of which trace?');
    const from = (beganAt(subject) ?? Date.now() - LOOK_BACK_MS) - CLOCKS_MS;
    const found = await new Thread(await functionLogs(stage), subject).read(from);
    const frames = new SourceFrames();
    const wanted = found.filter((line) => all || !tell(line).isMachine);
    const lines = wanted.slice(0, MOST).map((line): LogLine => {
      const { traceId } = tell(line).fields;
      const told = words({ text: frames.resolve(line.text) }, order);
      return {
        id: line.id,
        at: new Date(line.at).toISOString(),
        fn: line.fn,
        level: told.level,
        said: told.said,
        frames: told.frames,
        ...(typeof traceId === 'string' && { traceId }),
      };
    });
    const hint = frames.hint();
    return {
      lines,
      left: wanted.length - lines.length,
      from: new Date(from).toISOString(),
      ...(hint && { hint }),
    };
  },
});

const opened = new WeakMap<Stage, { at: number; logs: Promise<StageLogs> }>();
/** A deploy may have added functions. */
const KEPT_MS = 60_000;

/** The logs of a stage, as the commands read them. */
export function functionLogs(stage: Stage): Promise<StageLogs> {
  const known = opened.get(stage);
  if (known && Date.now() - known.at < KEPT_MS) return known.logs;
  const logs = StageLogs.open(stage.access);
  opened.set(stage, { at: Date.now(), logs });
  logs.catch(() => opened.delete(stage));
  return logs;
}
