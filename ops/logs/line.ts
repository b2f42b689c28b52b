/** One line of a function's log. */
export interface Line {
  /** CloudWatch Logs' own id of it. */
  id: string;
  /** When it was written, in ms since 1970. */
  at: number;
  /** The function, `<service>-<file>`. */
  fn: string;
  /** The log stream: one execution environment of the function. */
  stream: string;
  text: string;
}

/** What a line says. */
export interface Told {
  level?: string;
  message: string;
  /** Everything else that it says, by name. */
  fields: Record<string, unknown>;
  /** Lambda's own account of an invocation, or a line of metrics: nothing that somebody wrote to be read. */
  isMachine: boolean;
}

/** Lambda's own lines that only frame what a function wrote. */
const FRAME = /^(?:START|END|REPORT|INIT_START|INIT_REPORT|XRAY|EXTENSION)\b/;

/** How Lambda writes what goes to the console: time, request, level, text. */
const CONSOLE = /^\S+Z\t(\S+)\t([A-Z]+)\t([\s\S]*)$/;

/** Reads a line: JSON as the project writes it, Lambda's form of it for errors, or any text. */
export function tell({ text }: Pick<Line, 'text'>): Told {
  const json = parse(text);
  if (json) {
    const { level, message, ...fields } = json;
    if (isPlatform(json)) return platform(json);
    // As Lambda writes an error: in the place of a text.
    if (typeof message === 'object' && message !== null) {
      const thrown = ofLambda(message as Record<string, unknown>);
      const about = { requestId: fields.requestId, ...thrown };
      return { level: said(level), message: said(thrown.error) ?? '', fields: about, isMachine: false };
    }
    return { level: said(level), message: said(message) ?? '', fields, isMachine: '_aws' in json };
  }
  const [, requestId, level, words = ''] = CONSOLE.exec(text) ?? [];
  if (level === undefined) return { message: text.trimEnd(), fields: {}, isMachine: FRAME.test(text) };
  const at = words.indexOf('{');
  const thrown = at < 0 ? undefined : parse(words.slice(at));
  const message = thrown ? words.slice(0, at).trim() : words.trimEnd();
  return { level, message, fields: { requestId, ...(thrown && ofLambda(thrown)) }, isMachine: false };
}

/** Lambda's own account of an invocation in a log of JSON (https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html). */
interface Platform {
  type: string;
  record: { requestId?: string; status?: string; errorType?: string };
}

const isPlatform = (json: object): json is Platform =>
  'type' in json && /^platform\./.test(String(json.type)) && 'record' in json;

/** What went well only frames what the function wrote; what did not is all that is known of a time limit or a crash. */
function platform({ type, record: { requestId, status = 'success', errorType } }: Platform): Told {
  const isMachine = status === 'success';
  const fields = { requestId, ...(errorType && { error: errorType }) };
  return {
    level: isMachine ? 'INFO' : 'ERROR',
    message: isMachine ? type : `${type}: ${status}`,
    fields,
    isMachine,
  };
}

/** Lambda's names of an error's parts, as ours. Its `errorType` is that of the class, which a bundle has not kept; the error's own name tells more. */
function ofLambda({
  errorType,
  errorMessage,
  stackTrace,
  stack = stackTrace,
  name = errorType,
  ...rest
}: Record<string, unknown>): Record<string, unknown> {
  const frames = Array.isArray(stack) ? stack.filter((line) => /^\s+at /.test(line)).join('\n') : stack;
  return { error: name, detail: errorMessage, stack: frames, ...rest };
}

function parse(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const said = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
