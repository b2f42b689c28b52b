import type { Command } from '@serverless-orders/command-line/command';
import { COMMANDS as OF_LOCALSTACK } from '@serverless-orders/localstack';
import { localStage } from '../ops/stage/argument.ts';
import { places } from '../paths.ts';

/** Loaded when called, so that `npm stop` does not wait for what `npm start` needs. */
export const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('../ops/demo/start.ts')).start,
  stop: async () => (await OF_LOCALSTACK.stop())(places),
  status: async () => (await OF_LOCALSTACK.status())(places),
  logs: async () => (await import('../ops/logs/command.ts')).logs,
  traces: async () => (await import('../ops/traces/command.ts')).traces,
  observe: async () => (await import('../ops/observe/command.ts')).observe,
  console: async () => (await import('../console/command.ts')).consoleCommand,
  mail: async () => (await OF_LOCALSTACK.mail())(places),
  dlq: async () => (await import('../ops/dead-letters/command.ts')).dlq,
  saga: async () => (await import('../ops/saga/command.ts')).saga,
  suppressions: async () => (await import('../ops/suppressions/command.ts')).suppressions,
  breaker: async () => (await import('../ops/breaker/command.ts')).breaker,
  sst: async () => (await import('../ops/sst.ts')).sst,
  ledger: async () => (await import('../ops/ledger/command.ts')).ledger,
  restore: async () => (await import('../ops/restore/command.ts')).restore,
  registry: async () => (await import('../ops/registry/command.ts')).registry,
  env: async () => (await OF_LOCALSTACK.env())(places, localStage('sign in to its account')),
  dev: async () => (await import('../ops/dev/command.ts')).dev,
  test: async () => (await import('../tests/runner/test.ts')).test,
  bench: async () => (await import('../bench/command.ts')).bench,
  chaos: async () => (await import('../ops/chaos/command.ts')).chaos,
  'test:full': async () => (await import('../tests/runner/test-full.ts')).testFull,
  'test:mutants': async () => (await import('../tests/runner/test-mutants.ts')).testMutants,
  contracts: async () => (await import('../scripts/contracts/command.ts')).contracts,
  audit: async () => (await import('../ops/audit/command.ts')).audit,
  cost: async () => (await import('../ops/cost/command.ts')).cost,
  capacity: async () => (await import('../ops/capacity/command.ts')).capacity,
  plan: async () => (await import('../ops/plan/command.ts')).plan,
  rollback: async () => (await import('../ops/rollback/command.ts')).rollback,
  smoke: async () => (await import('../ops/smoke/command.ts')).smoke,
  'engine:parity': async () => (await import('../ops/engine-parity.ts')).engineParity,
};
