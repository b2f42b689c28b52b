import { parseArgs } from 'node:util';
import { namedStage } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';
import { readTraceId } from './span.ts';

/** What a person asked of `npm run traces`. */
export type TracesRequest = { stage: string } & (
  | { show: 'viewer' }
  /** Where an OpenTelemetry collector listens, without a slash at the end. */
  | { show: 'otlp'; url: string }
  | { show: 'trace'; trace: string; json: boolean }
  | { show: 'order'; order: string; json: boolean }
);

const USAGE =
  'npm run traces -- [<stage>] [--otlp <url>] | <trace id> | --order <id> [--json] [--stage local]';

const refuse = (what: string): never => {
  throw new UserError(what, USAGE);
};

/** @throws UserError for whatever is none of its forms. */
export function parseTracesArguments(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): TracesRequest {
  const { words, values } = split(args);
  const [word, ...more] = words;
  if (more.length > 0) refuse('one stage or trace at a time');
  const trace = readTraceId(word ?? '');
  const stage = values.stage ?? (trace ? undefined : word) ?? namedStage(env);
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/i.test(stage))
    refuse(`"${stage}" is no name of a stage and no id of a trace`);
  if (values.stage !== undefined && word !== undefined && !trace) refuse(`"${word}" is no id of a trace`);
  const { order, otlp, json = false } = values;
  if ([trace, order, otlp].filter((one) => one !== undefined).length > 1)
    refuse('a trace, an order, or --otlp: one at a time');
  if (trace) return { stage, show: 'trace', trace, json };
  if (order !== undefined)
    return /^[\w-]{1,128}$/.test(order)
      ? { stage, show: 'order', order, json }
      : refuse(`"${order}" is no id of an order`);
  if (json) refuse('--json belongs to a trace or an order');
  const url = otlp ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  return url ? { stage, show: 'otlp', url: addressOf(url) } : { stage, show: 'viewer' };
}

function addressOf(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return refuse(`"${text}" is no address of http or https`);
  return text.replace(/\/(v1\/traces\/?)?$/, '');
}

function split(args: readonly string[]) {
  try {
    const { positionals: words, values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string' },
        order: { type: 'string' },
        otlp: { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    return { words, values };
  } catch (thrown) {
    return refuse((thrown as Error).message);
  }
}
