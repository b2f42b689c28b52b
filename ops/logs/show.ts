import { styleText } from 'node:util';
import { type Line, tell } from './line.ts';

/** What every line has, what a sentence says already, and what only machines look for. */
const LEFT_OUT = new Set(
  'time service function instance requestId traceId stack cause error detail messageId eventId sequence subject pk sk'.split(
    ' ',
  ),
);

/** What the summary line of an invocation says in a sentence. */
const SUMMED = ['route', 'rpc', 'status', 'ms', 'cold', 'calls'];

/** A line of a log in words for people. */
export interface Words {
  level: string;
  said: string;
  /** Where an error was thrown, and its causes. */
  frames: string[];
  orderId: string | undefined;
}

/** @param order - that was told before and need not be said again. */
export function words(line: Pick<Line, 'text'>, order?: string): Words {
  const { level = '', message, fields } = tell(line);
  // Of what Lambda itself logs, the error is all of the message.
  const told = message === fields.error ? '' : message;
  const said = [told, summary(fields), thrown(fields), rest(fields, order)].filter(Boolean).join('  ');
  const orderId = typeof fields.orderId === 'string' ? fields.orderId : undefined;
  return { level, said, frames: frames(fields), orderId };
}

/** Shows lines to people: time, function, level, what happened, then the rest. */
export class Sheet {
  #day = '';
  readonly #color: boolean;
  #order: string | undefined;

  /** @param order - that was asked for, which need not be said */
  constructor({ color, order }: { color: boolean; order?: string }) {
    this.#color = color;
    this.#order = order;
  }

  /** One line of a log as lines of text; the date and the order are told when they change. */
  lines(line: Line): string[] {
    const { level, said, frames, orderId } = words(line, this.#order);
    const [day = '', time = ''] = new Date(line.at).toISOString().replace('Z', '').split('T');
    const dated = day === this.#day ? [] : [day];
    this.#day = day;
    if (orderId !== undefined) this.#order = orderId;
    const head = `${time}  ${line.fn.padEnd(30)} ${this.#level(level)} ${said}`.trimEnd();
    return [...dated, head, ...frames.map((frame) => `    ${frame}`)];
  }

  #level(level: string): string {
    const text = level.padEnd(5);
    if (!this.#color) return text;
    if (level === 'ERROR') return styleText('red', text);
    if (level === 'WARN') return styleText('yellow', text);
    return styleText('dim', text);
  }
}

function summary({ route, rpc, status, ms, cold, calls }: Record<string, unknown>): string {
  if (ms === undefined) return '';
  const asked = [route ?? rpc, status].filter((one) => one !== undefined).join(' ');
  const parts = [
    `in ${ms} ms`,
    ...(typeof calls === 'number' ? [`${calls} ${calls === 1 ? 'call' : 'calls'}`] : []),
    ...(cold === true ? ['cold'] : []),
  ];
  return `${asked} ${parts.join(', ')}`.trim();
}

const thrown = ({ error, detail }: Record<string, unknown>): string =>
  [error, detail]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join(': ');

/** What is worth a word in every case is said as `key=value`; a batch of one that went well is not. */
function rest(fields: Record<string, unknown>, order: string | undefined): string {
  const { batch, batchFailures, ...others } = fields;
  const counts = batch === 1 && batchFailures === 0 ? {} : { batch, batchFailures };
  const summed = fields.ms === undefined ? [] : SUMMED;
  return Object.entries({ ...others, ...counts })
    .filter(
      ([key, value]) => value !== undefined && value !== order && !LEFT_OUT.has(key) && !summed.includes(key),
    )
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

/** Frames of Node and of Lambda's runtime: below what somebody wrote. */
const BELOW = /\((?:node:|file:\/\/\/var\/runtime\/)|at (?:async )?node:|\/lambda\/runtime\/main\.mjs/;

/** The frames of an error and of its causes, one below the other. */
function frames({ stack, cause }: Record<string, unknown>): string[] {
  const all = typeof stack === 'string' ? stack.split('\n') : [];
  const own = all.filter((frame) => !BELOW.test(frame)).map((frame) => `  ${frame.trim()}`);
  if (typeof cause !== 'object' || cause === null)
    return cause === undefined ? own : [...own, `caused by ${String(cause)}`];
  const fields = cause as Record<string, unknown>;
  return [...own, `caused by ${thrown(fields)}`, ...frames(fields)];
}
