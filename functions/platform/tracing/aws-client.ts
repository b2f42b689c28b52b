import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { countAwsCall } from '../invocation.ts';
import { log } from '../log.ts';
import { monotonicMs } from '../monotonic.ts';
import { describeCall, type Input, nameOfCall } from './aws-call.ts';
import { propagated } from './aws-propagation.ts';
import { fail } from './in-span.ts';
import { XRAY_HEADER } from './xray-header.ts';

/** What a middleware of any of the SDK's clients sees of a call. */
interface Called {
  clientName?: string;
  commandName?: string;
}
interface Answered {
  output?: { $metadata?: Metadata };
}
interface Metadata {
  requestId?: string;
  httpStatusCode?: number;
  attempts?: number;
}

type Next = (args: never) => Promise<Answered>;
type Middleware = (next: Next, called: Called) => (args: never) => Promise<Answered>;

/** A client of the SDK, as far as it is changed here. */
interface Client {
  middlewareStack: { add(middleware: never, options: never): void };
}

const tracer = trace.getTracer('shop');

/**
 * Traces all calls of an SDK client: each is a span, and tells AWS its own id in X-Ray's header, where the SDK would send the
 * function's. Lambda, SQS, SNS and Step Functions hand that on. Every client of this project is made through it.
 *
 * @example const dynamo = traced(new DynamoDBClient({}));
 */
export function traced<C extends object>(client: C): C {
  const { middlewareStack } = client as unknown as Client;
  middlewareStack.add(span as never, { step: 'initialize', name: 'span', priority: 'high' } as never);
  middlewareStack.add(header as never, { step: 'build', name: 'traceHeader', priority: 'high' } as never);
  return client;
}

const span: Middleware =
  (next, { clientName = '', commandName = '' }) =>
  async (args) => {
    const { input } = args as { input: Input };
    countAwsCall();
    const call = describeCall(clientName, commandName, input);
    const { kind = SpanKind.CLIENT, attributes } = call;
    const name = nameOfCall(call);
    const one = tracer.startSpan(name, { kind, attributes });
    const began = monotonicMs();
    let error: string | undefined;
    try {
      const answer = await context.with(trace.setSpan(context.active(), one), () =>
        next({ ...(args as object), input: propagated(call, input) } as never),
      );
      one.setAttributes(answered(answer.output?.$metadata));
      return answer;
    } catch (thrown) {
      refused(one, thrown as Error & { $metadata?: Metadata });
      error = (thrown as Error).name;
      throw thrown;
    } finally {
      one.end();
      log.debug('called', {
        called: name,
        target: call.target,
        error,
        ms: Math.round(monotonicMs() - began),
      });
    }
  };

const answered = ({ requestId, httpStatusCode, attempts = 1 }: Metadata = {}): Attributes => ({
  'aws.request_id': requestId,
  'http.response.status_code': httpStatusCode,
  ...(attempts > 1 && { 'http.request.resend_count': attempts - 1 }),
});

/** What AWS answers with a name is no stack trace's business; a condition that did not hold is not even an error. */
function refused(one: Span, thrown: Error & { $metadata?: Metadata }): void {
  one.setAttributes(answered(thrown.$metadata));
  if (thrown.$metadata?.httpStatusCode === undefined) fail(one, thrown);
  else one.setAttribute('error.type', thrown.name);
  if (!ANSWERS.has(thrown.name)) one.setStatus({ code: SpanStatusCode.ERROR });
}

/** Errors of the SDK that say no: the code asked a question by them. */
const ANSWERS = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'ExecutionAlreadyExists',
  'ExecutionDoesNotExist',
]);

const header: Middleware = (next) => (args) => {
  const { request } = args as { request: { headers: Record<string, string> } };
  if (trace.getSpan(context.active()))
    propagation.inject(context.active(), request.headers, {
      set: (headers, name, value) => {
        // traceparent would be signed, and no service of AWS reads it.
        if (name === XRAY_HEADER) headers[name] = value;
      },
    });
  return next(args);
};
