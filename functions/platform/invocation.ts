import './tracing/register.ts';
import { context as tracing } from '@opentelemetry/api';
import type { Context } from 'aws-lambda';
import { holdOutput, releaseOutput } from './log/output.ts';
import { logSummary } from './log/summary.ts';
import { safeToThrow } from './log/thrown.ts';
import { beginLog, describeError, log } from './log.ts';
import { writeMetrics } from './metrics/record-invocation.ts';
import { monotonicMs } from './monotonic.ts';
import type { Ended, Invocation, Kind, Outcome } from './outcome.ts';
import { batchOf } from './tracing/batch.ts';
import { beginning, ending, spanKindOf } from './tracing/describe.ts';
import { beginTrace, type Carrier, type EntryTrace } from './tracing/entry.ts';
import { flush } from './tracing/flush.ts';

/** Lambda is about to end the function, and nothing of what it would do at its end would be done. */
export class TimeIsUp extends Error {
  override name = 'TimeIsUp';
}

type AtEnd = (ended: Ended) => void | Promise<void>;
type Handler<E, R> = (event: E, context: Context) => Promise<R>;

/** As Lambda calls it; tests may leave the context out. */
type Invoked<E, R> = (event: E, context?: Context) => Promise<R>;

/** What is done at an invocation's end takes no longer than this, in ms. */
const MARGIN_MS = 400;

const hooks: AtEnd[] = [logSummary, writeMetrics];
let started = false;

/**
 * Does something at the end of every invocation, after the handler and before Lambda has the answer, in the order in which it was
 * registered; before the time limit of a function that is not going to keep it. It must be quick, and nothing that it throws
 * changes the answer. Called once, while a module is evaluated.
 *
 * @example atEnd(({ kind, ms, outcome }) => writeMetrics(kind, ms, outcome));
 */
export function atEnd(hook: AtEnd): void {
  hooks.push(hook);
}

/** The running invocation; undefined outside of one, as in unit tests. */
export const invocationNow = (): Invocation | undefined => batchOf(tracing.active())?.invocation;

/** Counts one call of AWS. */
export function countAwsCall(): void {
  const outcome = invocationNow()?.outcome;
  if (outcome) outcome.calls = (outcome.calls ?? 0) + 1;
}

/** Adds to what is said about the running invocation. */
export function report(outcome: Outcome): void {
  Object.assign(invocationNow()?.outcome ?? {}, outcome);
}

/**
 * The wrapper of every handler of this project: the log's context, the trace, the time it takes, and whatever `atEnd` adds.
 * `carrierOf` finds what names the caller's span in the event: headers, or an input with a traceparent.
 *
 * @example export const handler = invocation('schedule', async () => ({ asked: await askOverdue() }));
 */
export function invocation<E = unknown, R = void>(
  kind: Kind,
  handle: Handler<E, R>,
  carrierOf: (event: E) => Carrier | undefined = () => undefined,
): Invoked<E, R> {
  return async (event, context) => {
    const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
    const trace = beginTrace(functionName, spanKindOf(kind), carrierOf(event) ?? {});
    const current: Invocation = {
      kind,
      functionName,
      requestId: context?.awsRequestId,
      traceId: trace.span.spanContext().traceId,
      cold: !started,
      began: monotonicMs(),
      outcome: {},
    };
    started = true;
    trace.span.setAttributes(beginning(current, context?.invokedFunctionArn));
    trace.batch.invocation = current;
    return tracing.with(trace.context, async () => {
      beginLog({ requestId: current.requestId, traceId: current.traceId });
      const close = closing(current, trace);
      const left = context?.getRemainingTimeInMillis?.();
      const timer =
        left !== undefined && left > MARGIN_MS
          ? setTimeout(() => void close(new TimeIsUp()), left - MARGIN_MS)
          : undefined;
      try {
        const answer = await handle(event, context as Context);
        await close();
        return answer;
      } catch (thrown) {
        await close(thrown);
        throw safeToThrow(thrown);
      } finally {
        clearTimeout(timer);
      }
    });
  };
}

/** What ends an invocation, once. */
function closing(current: Invocation, trace: EntryTrace): (thrown?: unknown) => Promise<void> {
  let closed: Promise<void> | undefined;
  return (thrown) => {
    closed ??= end({ ...current, ms: monotonicMs() - current.began, thrown }, trace);
    return closed;
  };
}

async function end(ended: Ended, { span, batch }: EntryTrace): Promise<void> {
  holdOutput();
  for (const hook of hooks) {
    try {
      const done = hook(ended);
      if (!done) continue;
      releaseOutput();
      await done;
    } catch (thrown) {
      log.warn('something was not done at the end of an invocation', describeError(thrown));
    }
  }
  releaseOutput();
  ending(span, ended);
  // What is still running is sent as far as it has come.
  for (const one of batch.spans) one.end();
  try {
    await flush(batch);
  } catch (thrown) {
    log.warn('the trace of an invocation was not sent', describeError(thrown));
  }
}
