import {
  type Attributes,
  type AttributeValue,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
  TraceFlags,
} from '@opentelemetry/api';
import { monotonicMs } from '../monotonic.ts';
import { describeException } from './exception.ts';

interface Begun {
  name: string;
  kind: SpanKind;
  context: SpanContext;
  parentSpanId: string | undefined;
  attributes?: Attributes;
  links?: Link[];
  startTime?: TimeInput;
}

export interface RecordedEvent {
  name: string;
  /** In ms since 1970. */
  time: number;
  attributes: Attributes;
}

/** One span, from its beginning on in its invocation's batch. It is recorded whether or not it is sampled: errors are sent always. */
export class RecordedSpan implements Span {
  name: string;
  readonly kind: SpanKind;
  readonly parentSpanId: string | undefined;
  readonly attributes: Attributes;
  readonly links: Link[];
  readonly events: RecordedEvent[] = [];
  status: SpanStatus = { code: SpanStatusCode.UNSET };
  /**
   * In ms since 1970, by the clock of the day: the monotonic one may stand still while an environment is frozen between invocations, and is
   * exact within a span alone.
   */
  readonly startTime: number;
  endTime: number | undefined;
  readonly #context: SpanContext;
  readonly #began = monotonicMs();

  constructor({ name, kind, context, parentSpanId, attributes, links, startTime }: Begun) {
    this.name = name;
    this.kind = kind;
    this.#context = context;
    this.parentSpanId = parentSpanId;
    this.attributes = { ...attributes };
    this.links = links ? [...links] : [];
    this.startTime = inMs(startTime) ?? Date.now();
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isSampled(): boolean {
    return (this.#context.traceFlags & TraceFlags.SAMPLED) !== 0;
  }

  isRecording(): boolean {
    return this.endTime === undefined;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.isRecording()) this.attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this.isRecording())
      for (const key in attributes) if (attributes[key] !== undefined) this.attributes[key] = attributes[key];
    return this;
  }

  addEvent(name: string, second?: Attributes | TimeInput, third?: TimeInput): this {
    const [attributes, time] = isTime(second) ? [{}, second] : [second ?? {}, third];
    if (this.isRecording()) this.events.push({ name, time: inMs(time) ?? this.#now(), attributes });
    return this;
  }

  addLink(link: Link): this {
    return this.addLinks([link]);
  }

  addLinks(links: Link[]): this {
    if (this.isRecording()) this.links.push(...links);
    return this;
  }

  setStatus(status: SpanStatus): this {
    if (this.isRecording()) this.status = { ...status };
    return this;
  }

  updateName(name: string): this {
    if (this.isRecording()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    this.addEvent('exception', describeException(exception), time);
  }

  end(time?: TimeInput): void {
    this.endTime ??= inMs(time) ?? this.#now();
  }

  #now(): number {
    return this.startTime + monotonicMs() - this.#began;
  }
}

const isTime = (value: unknown): value is TimeInput =>
  typeof value === 'number' || value instanceof Date || Array.isArray(value);

/** A time as the API takes it: ms since 1970, a date, or seconds and nanoseconds. */
function inMs(time: TimeInput | undefined): number | undefined {
  if (time === undefined || typeof time === 'number') return time;
  if (time instanceof Date) return time.getTime();
  const [seconds, nanoseconds] = time as HrTime;
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
