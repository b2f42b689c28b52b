/** A part of a trace, whoever wrote it and however it is kept. */
export interface Span {
  /** As W3C writes it: 32 hexadecimal digits. */
  traceId: string;
  id: string;
  parentId: string | undefined;
  /** Whose it is: the function's name, `API Gateway`, a state machine. */
  service: string;
  name: string;
  kind: 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER' | 'INTERNAL';
  /** What was asked, of a call: DynamoDB, SQS. */
  remote: string | undefined;
  /** In ms since 1970; undefined while it is not over. */
  start: number;
  end: number | undefined;
  /** `fault` is ours, `error` the caller's. */
  failure: 'fault' | 'error' | undefined;
  attributes: Record<string, string | number | boolean>;
  exceptions: { type: string; message: string }[];
  links: { traceId: string; id: string }[];
}

/** `1-5759e988-bd862e3fe1be46a994272793`, as X-Ray writes what is 32 digits to all others. */
export const toXRayId = (traceId: string): string => `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;

/** The 32 digits of an id as X-Ray writes it. */
export const fromXRayId = (id: string): string => id.replace(/^1-/, '').replaceAll('-', '');

/** The 32 digits of a trace id, as W3C, a traceparent and X-Ray write it; undefined when the text is none of them. */
export function readTraceId(text: string): string | undefined {
  const [, digits] = /^(?:00-)?([0-9a-f]{32})(?:-[0-9a-f]{16}-[0-9a-f]{2})?$/i.exec(text) ?? [];
  const [, xray] = /^(?:Root=)?(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;.*)?$/i.exec(text) ?? [];
  return (digits ?? (xray && fromXRayId(xray)))?.toLowerCase();
}
