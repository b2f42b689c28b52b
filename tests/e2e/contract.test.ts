import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../functions/contracts/http/operations.ts';
import local from '../../functions/contracts/openapi.json' with { type: 'json' };
import type { Role } from '../../functions/contracts/roles.ts';
import { retry } from '../../ops/shop-driver/retry.ts';
import { badCalls, goodCall } from '../support/contract/bad-calls.ts';
import { STRANGE_TEXTS, strangeBodies } from '../support/contract/bad-values.ts';
import type { OpenApiDocument } from '../support/contract/held.ts';
import { inParallel } from '../support/contract/in-parallel.ts';
import { type Call, Recorder } from '../support/contract/recorder.ts';
import { ELSEWHERE, SCENARIOS } from '../support/contract/scenarios.ts';
import { Scene } from '../support/contract/scene.ts';
import { allTablesAtRest } from '../support/contract/tables.ts';
import { shopOutputs } from '../support/outputs.ts';

const { api, staff } = shopOutputs();
const operations = Object.values(OPERATIONS).flat();
/** For more than 500 calls and a cold start of every function, on a machine that does other things too. */
const LONGEST_MS = 300_000;

let document: OpenApiDocument;
let recorder: Recorder;
let scene: Scene;
let tokens: Record<Role, string>;

beforeAll(async () => {
  document = (await (await fetch(`${api}/openapi.json`)).json()) as OpenApiDocument;
  recorder = new Recorder(api, document);
  scene = await Scene.open(recorder, JSON.parse(staff));
  tokens = { customer: scene.customer.token, staff: scene.staff.token, oncall: scene.oncall.token };
});

afterAll(() => scene?.leave());

describe('the document', () => {
  it("is served with this stage's address, and is otherwise the one of the code", () => {
    expect(document).toEqual({ ...local, servers: [{ url: api }] });
  });
});

describe('bad input', () => {
  it(
    'is refused as documented, everywhere, and nothing is written',
    async () => {
      const before = await allTablesAtRest();
      const calls = operations.flatMap((operation) =>
        badCalls(operation, tokens).map(([what, call, status]) => ({ operation, what, call, status })),
      );

      const faults = await inParallel(
        calls,
        ({ operation: { id } }) => id,
        async ({ operation: { id }, what, call, status }) => {
          const came = await retry(() => recorder.call(id, call));
          return came.status === status
            ? undefined
            : `${id}, ${what}: ${came.status} instead of ${status}: ${came.text}`;
        },
      );

      expect(faults).toEqual([]);
      expect(calls.length).toBeGreaterThan(10 * operations.length);
      expect(await allTablesAtRest()).toEqual(before);
    },
    LONGEST_MS,
  );

  it('is an answer as documented, whatever texts it is made of', async () => {
    const calls = operations.flatMap((operation) => {
      const role = operation.access === 'public' ? undefined : operation.access[0]!;
      const good = goodCall(operation, role && tokens[role]);
      const bodies = operation.body ? [...strangeBodies(operation.bodyExample)] : [];
      return [
        ...bodies.map(([, body]): [string, Call] => [operation.id, { ...good, body }]),
        ...strangePaths(operation.route).map((path): [string, Call] => [operation.id, { ...good, path }]),
      ];
    });

    const faults = await inParallel(
      calls,
      ([id]) => id,
      async ([id, call]) => {
        const { status } = await retry(() => recorder.call(id, call));
        return status < 500 ? undefined : `${id}: ${status} for ${JSON.stringify(call)}`;
      },
    );

    expect(faults).toEqual([]);
  });
});

/** Things that are called by strange names. API Gateway itself takes neither NUL nor a lone surrogate nor nothing. */
function strangePaths(route: string): Record<string, string>[] {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const texts = STRANGE_TEXTS.map(([, text]) => text).filter((text) => text.trim() && !text.includes('\\u'));
  return names.flatMap((name) => texts.map((text) => ({ [name]: text })));
}

describe('an operation', () => {
  const rows = operations.flatMap(({ id }) =>
    Object.entries(SCENARIOS[id] ?? {}).map(([status, run]) => ({ id, status: Number(status), run })),
  );

  it('answers as documented when it has reason to', async () => {
    const documented = rows.filter(({ id, status }) => statusesOf(id).includes(status));

    const faults = await inParallel(
      documented,
      ({ id }) => id,
      async ({ id, status, run }) => {
        const came = await run(scene);
        return came.status === status
          ? undefined
          : `${id}: ${came.status} instead of ${status}: ${came.text}`;
      },
    );

    expect(faults).toEqual([]);
  });

  it('was called in every status that is documented', () => {
    const missing = operations.flatMap(({ id }) =>
      statusesOf(id)
        .filter((status) => !recorder.seen.get(id)?.has(status))
        .filter((status) => !(status in (ELSEWHERE[id] ?? {})) && !(status in ELSEWHERE['*']!))
        .map((status) => `${id} ${status}`),
    );
    expect(missing, 'add them to tests/support/contract/scenarios.ts').toEqual([]);
  });
});

function statusesOf(id: string): number[] {
  const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  return Object.keys(all.find(({ operationId }) => operationId === id)!.responses).map(Number);
}
