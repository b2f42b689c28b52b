import { z } from 'zod';
import { UserError } from '../../../packages/command-line/user-error.ts';
import { act, read } from '../endpoint.ts';
import type { Stage } from '../stage.ts';
import { FUNDS, Identities } from './identities.ts';
import { type Operation, operationsIn, shopDocument } from './operations.ts';
import { requestOf } from './request.ts';

/** No answer that people read is longer (characters). */
const MOST = 200_000;
const TIMEOUT_MS = 40_000;

let known: Operation[] | undefined;
const all = (): Operation[] => (known ??= operationsIn(shopDocument()));

function operationOf(id: string): Operation {
  const found = all().find((one) => one.id === id);
  if (!found) throw new UserError(`there is no operation ${id}`, 'the list has all that there are');
  return found;
}

/** What can be tried, and as whom. */
export const operations = read({
  input: z.object({}),
  run: async (stage) => ({
    api: typeof stage.outputs().api === 'string' ? (stage.outputs().api as string) : undefined,
    operations: all(),
    identities: stage.isLocal ? identitiesOf(stage).known(staffOf(stage)) : [],
  }),
});

/** Registers somebody as whom operations can be tried. */
export const registerTestCustomer = act({
  input: z.object({}),
  localOnly: true,
  says: ({ name }) =>
    `A customer with an address of its own is registered on stage ${name}, and ${FUNDS / 100}.00 are paid into the account. The password stays in this console's memory.`,
  run: (stage) => identitiesOf(stage).register(apiOf(stage)),
});

const Attempt = z.object({
  operation: z.string().max(100),
  parameters: z.record(z.string().max(100), z.string().max(4096)),
  body: z.string().max(200_000).optional(),
  /** `nobody`, `staff`, the number of a test customer, or `token`. */
  as: z.string().max(20),
  /** For `token`. */
  accessToken: z.string().max(8192).optional(),
});

/** Sends a request to the stage's API, and tells what came back. */
export const tryOperation = act({
  input: Attempt,
  says: (stage, { operation: id, parameters, as }) => {
    const { method, url } = requestOf(operationOf(id), { api: apiOf(stage), parameters });
    return `${method} ${new URL(url).pathname} is sent to stage ${stage.name} as ${as === 'token' ? 'whoever the token is of' : nameOf(stage, as)}. It changes what is there.`;
  },
  run: async (stage, { operation: id, parameters, body, as, accessToken }) => {
    const api = apiOf(stage);
    const request = requestOf(operationOf(id), {
      api,
      parameters,
      body,
      accessToken: as === 'token' ? accessToken : await tokenOf(stage, as),
    });
    const { url, ...init } = request;
    const began = performance.now();
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const ms = Math.round(performance.now() - began);
    const headers = [...response.headers];
    const traceId = traceIn(headers);
    return {
      method: request.method,
      url,
      status: response.status,
      statusText: response.statusText,
      ms,
      headers: headers.map(([name, value]) => ({ [name]: value })),
      body: parsed(text.slice(0, MOST)),
      left: Math.max(0, text.length - MOST),
      ...(traceId !== undefined && { traceId }),
    };
  },
});

/** The trace of an answer, as `Server-Timing: traceparent;desc="00-<trace id>-<span>-01"` says it. */
export function traceIn(headers: readonly (readonly [string, string])[]): string | undefined {
  const timing = headers.find(([name]) => name === 'server-timing')?.[1] ?? '';
  return /traceparent;desc="00-([0-9a-f]{32})-/.exec(timing)?.[1];
}

/** What is JSON as that: in it secrets are known by their names. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const identities = new WeakMap<Stage, Identities>();

function identitiesOf(stage: Stage): Identities {
  const found = identities.get(stage) ?? new Identities();
  identities.set(stage, found);
  return found;
}

const staffOf = (stage: Stage): string | undefined => {
  const { staff } = stage.outputs();
  return typeof staff === 'string' ? staff : undefined;
};

const nameOf = (stage: Stage, as: string): string =>
  as === 'nobody'
    ? 'nobody'
    : (identitiesOf(stage)
        .known(staffOf(stage))
        .find(({ name }) => name === as)?.label ?? as);

/** @throws UserError when this checkout has not deployed the stage. */
function apiOf(stage: Stage): string {
  const { api } = stage.outputs();
  if (typeof api === 'string') return api;
  throw new UserError(
    `the address of the API of stage ${stage.name} is not known here`,
    `npm run sst -- deploy --stage ${stage.name} from this checkout notes it`,
  );
}

async function tokenOf(stage: Stage, as: string): Promise<string | undefined> {
  if (as === 'nobody') return undefined;
  if (!stage.isLocal) throw new UserError('in AWS an operation is tried by a token of yours', 'paste one');
  return identitiesOf(stage).tokenOf(as, { api: apiOf(stage), staff: staffOf(stage) });
}
