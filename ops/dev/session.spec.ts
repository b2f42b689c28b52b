import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Session } from './session.ts';

/** What the session asks of the world around it. */
const world = vi.hoisted(() => ({
  told: vi.fn(),
  replace: vi.fn(),
  restore: vi.fn(),
  deploy: vi.fn(),
  build: vi.fn(),
  replacement: vi.fn(),
}));

vi.mock('@serverless-orders/localstack', async (original) => ({
  ...(await original<typeof import('@serverless-orders/localstack')>()),
  deploy: world.deploy,
  LiveCode: class {
    told = world.told;
    replace = world.replace;
    restore = world.restore;
  },
}));
vi.mock('./state-machines.ts', () => ({
  StateMachines: class {
    look() {}
    replacement = world.replacement;
  },
}));
vi.mock('../stage/functions.ts', () => ({
  stageFunctions: async () =>
    ['orders-place-order', 'orders-get-order'].map((short) => ({ name: `shop-local-${short}`, short })),
}));
vi.mock('./bundles.ts', async (original) => ({
  ...(await original<typeof import('./bundles.ts')>()),
  build: world.build,
  deployedBundles: () => new Map(FILES.map((entry) => [entry, 'deployed'])),
}));

const FILES = ['orders/api/place-order', 'orders/api/get-order'];
const SAVED = 'functions/orders/api/place-order.ts';
const sourceOf = (entry: string) => `functions/${entry}.ts`;

/** The next builds make this of a file that was saved. */
const builds = (code: string) =>
  world.build.mockImplementation(async (names: readonly string[] = FILES) => ({
    bundles: new Map(names.map((entry) => [entry, sourceOf(entry) === SAVED ? code : 'deployed'])),
    sources: new Map(names.map((entry) => [entry, new Set([sourceOf(entry)])])),
  }));

const putIn = () => world.replace.mock.calls.map(([{ name, code }]) => `${name}: ${code}`);

let printed: string;

beforeEach(() => {
  vi.resetAllMocks();
  printed = '';
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => {
      printed += `${line}\n`;
    });
  world.told.mockResolvedValue({ recent: [], replaced: [] });
  builds('deployed');
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function begun(): Promise<Session> {
  const session = new Session('local', 'http://127.0.0.1:4566');
  await session.start();
  return session;
}

it('puts a saved function into what runs, and builds no other', async () => {
  const session = await begun();
  builds('saved');
  await session.changed([SAVED]);
  expect(world.build).toHaveBeenLastCalledWith(['orders/api/place-order']);
  expect(putIn()).toEqual(['shop-local-orders-place-order: saved']);
});

it.each([
  ['the engine is gone', SAVED, world.replace],
  ['a saved saga cannot be read', 'state-machines/order-saga.asl.json', world.replacement],
  ['a deployment fails', 'stacks/orders.ts', world.deploy],
])('tells when %s, and puts in all with the next change', async (_what, path, failing) => {
  const session = await begun();
  builds('saved');
  failing.mockRejectedValueOnce(new Error('gone'));
  await session.changed([path]);
  expect(printed).toContain('error: Error: gone');
  world.replace.mockClear();
  await session.changed([SAVED]);
  expect(putIn().sort()).toEqual([
    'shop-local-orders-get-order: deployed',
    'shop-local-orders-place-order: saved',
  ]);
});

it('looks anew at what functions are made of after a deployment', async () => {
  const session = await begun();
  await session.changed(['stacks/orders.ts', SAVED]);
  expect(world.deploy).toHaveBeenCalledOnce();
  builds('saved again');
  await session.changed([SAVED]);
  expect(world.build).toHaveBeenLastCalledWith(undefined);
  expect(putIn()).toEqual(['shop-local-orders-place-order: saved again']);
});

it('deploys what is saved where an engine takes code by deployments only', async () => {
  world.told.mockResolvedValue(undefined);
  const session = await begun();
  await session.changed([SAVED]);
  expect(world.deploy).toHaveBeenCalledOnce();
  expect(world.replace).not.toHaveBeenCalled();
  expect(printed).toContain('by deployments only');
});
