import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Contender, latency, OPTIONS } from './contender.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const inBench = (...path: string[]) => join(ROOT, '.local', 'bench', ...path);

const VERSION = 'v1.0.1';
const REPOSITORY = 'https://github.com/gunnargrosch/circuitbreaker-lambda';

interface LambdaBreaker {
  CircuitBreaker: new (
    call: () => Promise<unknown>,
    options: Record<string, unknown>,
  ) => { fire: () => Promise<unknown> };
}

/**
 * circuitbreaker-lambda from its repository: the registry has an old version only. Its state provider is replaced by one
 * that keeps the item in memory, as DynamoDB would: a read gives a copy, a write (it has no condition) the last word.
 *
 * @returns undefined where its repository cannot be reached.
 */
async function lambdaBreaker(): Promise<LambdaBreaker | undefined> {
  const folder = inBench('circuitbreaker-lambda');
  const built = inBench('circuitbreaker-lambda.mjs');
  const clone = ['clone', '--quiet', '--depth', '1', '--branch', VERSION, REPOSITORY, folder];
  if (!existsSync(folder) && spawnSync('git', clone).status !== 0) return undefined;
  // Its DynamoDB client is not called here.
  const stub = inBench('node_modules', '@aws-sdk', 'lib-dynamodb');
  mkdirSync(stub, { recursive: true });
  writeFileSync(join(stub, 'package.json'), '{"type":"module","exports":"./index.js"}');
  writeFileSync(
    join(stub, 'index.js'),
    'export class DynamoDBDocumentClient {}\nexport class GetCommand {}\nexport class UpdateCommand {}\n',
  );
  const bun = join(ROOT, 'node_modules', '.bin', 'bun');
  execFileSync(bun, [
    'build',
    join(folder, 'src', 'index.ts'),
    '--outfile',
    built,
    '--external',
    '@aws-sdk/*',
  ]);
  return import(built);
}

const breaker = await lambdaBreaker();

const lambda = (
  CircuitBreaker: LambdaBreaker['CircuitBreaker'],
  title: string,
  cacheTtlMs: number,
): Contender => ({
  title,
  world(latencyMs) {
    let item: object | undefined;
    const calls = { reads: 0, writes: 0 };
    const stateProvider = {
      async getState() {
        calls.reads += 1;
        await latency(latencyMs);
        return item && { ...item };
      },
      async saveState(_: string, state: object) {
        calls.writes += 1;
        const written = { ...state };
        await latency(latencyMs);
        item = written;
      },
    };
    return {
      calls,
      environment(call) {
        const breaker = new CircuitBreaker(call, {
          circuitId: 'users/a',
          failureThreshold: OPTIONS.failures,
          successThreshold: 1,
          windowDuration: OPTIONS.windowMs,
          timeout: OPTIONS.openMs,
          maxTimeout: OPTIONS.maxOpenMs,
          cacheTtlMs,
          stateProvider,
        });
        return () => breaker.fire();
      },
    };
  },
});

/** As it comes, and with a cache as old as this package's copies may be; none where its repository cannot be reached. */
export const lambdaBreakers: Contender[] = breaker
  ? [
      lambda(breaker.CircuitBreaker, `circuitbreaker-lambda ${VERSION}`, 0),
      lambda(breaker.CircuitBreaker, 'the same, cacheTtlMs: 2000', 2_000),
    ]
  : [];

const Opossum = createRequire(import.meta.url)('opossum');

/** opossum keeps its state in the process. It has no number of failures, but a share: 5 % of 30 calls is the second. */
export const opossum: Contender = {
  title: `opossum ${createRequire(import.meta.url)('opossum/package.json').version}`,
  world: () => ({
    calls: { reads: 0, writes: 0 },
    environment(call) {
      const breaker = new Opossum(call, {
        timeout: false,
        errorThresholdPercentage: 5,
        volumeThreshold: OPTIONS.calls,
        rollingCountTimeout: OPTIONS.windowMs,
        resetTimeout: OPTIONS.openMs,
      });
      return () => breaker.fire();
    },
  }),
};
