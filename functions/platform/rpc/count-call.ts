import { NoInstanceAvailable } from '@serverless-orders/resilience/balancer';
import { BreakerOpen } from '@serverless-orders/resilience/breaker';
import { DeadlineExceeded } from '@serverless-orders/resilience/call';
import { log } from '../log.ts';
import { count, observe } from '../metrics/recorder.ts';
import { monotonicMs } from '../monotonic.ts';
import type { RpcReply } from './envelope.ts';
import { DEADLINE_EXCEEDED, isFailure } from './invoke-instance.ts';

/** What came of a call, as metrics name it: a rejection is an answer. */
type CallOutcome = 'answered' | 'refused' | 'failed' | 'late' | 'open' | 'no_instance';

function outcomeOf({ error }: Pick<RpcReply, 'error'>): CallOutcome {
  if (error === undefined) return 'answered';
  if (error === DEADLINE_EXCEEDED) return 'late';
  return isFailure(error) ? 'failed' : 'refused';
}

function reasonOf(thrown: unknown): CallOutcome {
  if (thrown instanceof DeadlineExceeded) return 'late';
  if (thrown instanceof BreakerOpen) return 'open';
  return thrown instanceof NoInstanceAvailable ? 'no_instance' : 'failed';
}

/** Makes a call to a service, and counts what came of it and how long it took. It throws what the call throws. */
export async function countCall(called: string, call: () => Promise<RpcReply>): Promise<RpcReply> {
  const service = process.env.SERVICE ?? 'none';
  const began = monotonicMs();
  let outcome: CallOutcome = 'failed';
  try {
    const reply = await call();
    outcome = outcomeOf(reply);
    return reply;
  } catch (thrown) {
    outcome = reasonOf(thrown);
    throw thrown;
  } finally {
    const ms = monotonicMs() - began;
    count('service_calls_total', { service, called, outcome });
    observe('service_call_duration_seconds', { service, called }, ms / 1000);
    log.debug('called', { called, outcome, ms: Math.round(ms * 10) / 10 });
  }
}
