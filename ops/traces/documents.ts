import { fromXRayId, type Span } from './span.ts';

/** A segment or subsegment: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
export interface Part {
  id: string;
  name: string;
  trace_id?: string;
  parent_id?: string;
  origin?: string;
  namespace?: string;
  start_time: number;
  end_time?: number;
  fault?: boolean;
  error?: boolean;
  throttle?: boolean;
  http?: { request?: { method?: string; url?: string }; response?: { status?: number } };
  aws?: Record<string, unknown>;
  cause?: { exceptions?: { type?: string; message?: string }[] } | string;
  annotations?: Record<string, string | number | boolean>;
  metadata?: Record<string, unknown>;
  links?: { trace_id?: string; id?: string }[];
  subsegments?: Part[];
}

type Attributes = Span['attributes'];

const KINDS = ['SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER', 'INTERNAL'] as const;

/** The spans of one segment, as X-Ray gives it: the segment's own, and one for each subsegment. */
export function spansOf(segment: Part): Span[] {
  const traceId = fromXRayId(segment.trace_id ?? '');
  const below = (part: Part, parentId: string | undefined, service: string): Span[] => {
    const span = spanOf(part, { traceId, parentId, service });
    return [span, ...(part.subsegments ?? []).flatMap((one) => below(one, part.id, span.service))];
  };
  return below(segment, segment.parent_id, serviceOf(segment));
}

function spanOf(part: Part, place: { traceId: string; parentId: string | undefined; service: string }): Span {
  const told = toldByOpenTelemetry(part);
  const named = told['service.name'] ?? told['faas.name'];
  return {
    ...place,
    service: typeof named === 'string' ? named : place.service,
    id: part.id,
    name: String(told.name ?? nameOf(part)),
    kind: KINDS.find((kind) => kind === told.kind) ?? kindOf(part),
    remote: part.namespace ? part.name : undefined,
    start: part.start_time * 1000,
    end: part.end_time === undefined ? undefined : part.end_time * 1000,
    failure: part.fault ? 'fault' : part.error || part.throttle ? 'error' : undefined,
    attributes: attributesOf(part, told),
    exceptions: exceptionsOf(part),
    links: (part.links ?? []).flatMap(({ trace_id, id }) =>
      trace_id && id ? [{ traceId: fromXRayId(trace_id), id }] : [],
    ),
  };
}

/** What the program's own tracer has put beside what X-Ray knows: the name, the kind and all attributes. */
const toldByOpenTelemetry = ({ metadata }: Part): Record<string, unknown> => {
  const { otel } = metadata ?? {};
  return typeof otel === 'object' && otel !== null ? (otel as Record<string, unknown>) : {};
};

function serviceOf({ origin, name }: Part): string {
  return origin === 'AWS::ApiGateway::Stage' ? 'API Gateway' : name;
}

/** X-Ray gives Lambda two segments with the function's name: the service's, and the function's. */
function nameOf({ origin, name, http, aws }: Part): string {
  if (origin === 'AWS::Lambda') return 'Lambda';
  if (origin === 'AWS::Lambda::Function') return 'function';
  if (origin === 'AWS::StepFunctions::StateMachine') return 'execution';
  const request = http?.request;
  if (origin === 'AWS::ApiGateway::Stage') return `${request?.method} ${pathOf(request?.url)}`;
  return typeof aws?.operation === 'string' ? `${name} ${aws.operation}` : name;
}

const pathOf = (url = ''): string =>
  url.replace(/^https?:\/\/[^/]+(\/_aws\/execute-api\/[^/]+\/[^/]+)?/, '') || '/';

const kindOf = ({ origin, namespace }: Part): Span['kind'] =>
  namespace ? 'CLIENT' : origin === undefined ? 'INTERNAL' : 'SERVER';

function attributesOf({ origin, http, aws, annotations }: Part, told: Record<string, unknown>): Attributes {
  const { name: _, kind: __, ...own } = told;
  const known: Record<string, unknown> = {
    'aws.origin': origin,
    'http.request.method': http?.request?.method,
    'url.full': http?.request?.url,
    'http.response.status_code': http?.response?.status,
    ...Object.fromEntries(Object.entries(aws ?? {}).map(([key, value]) => [`aws.${key}`, value])),
    // An annotation is an attribute whose name X-Ray could not take.
    ...(Object.keys(own).length > 0 ? own : annotations),
  };
  return Object.fromEntries(
    Object.entries(known).flatMap(([key, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value)
        ? [[key, value as string]]
        : Array.isArray(value)
          ? [[key, value.join(', ')]]
          : [],
    ),
  );
}

function exceptionsOf({ cause }: Part): Span['exceptions'] {
  const exceptions = typeof cause === 'object' ? (cause.exceptions ?? []) : [];
  return exceptions.map(({ type = 'Error', message = '' }) => ({ type, message }));
}
