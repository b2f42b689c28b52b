import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { type CellState, cellName } from '../kit/discovery/cell.ts';
import { log } from '../kit/log.ts';
import type { CellHealth } from '../kit/rpc/health.ts';
import { nextHealth, type Probe } from './next-health.ts';
import type { RegistryRepository } from './repository.ts';

/** A cell that has not answered by then is dead to its callers too, a cold start included (ms). */
const LIMIT_MS = 5_000;

/** How many cells are probed at a time. */
const AT_ONCE = 4;

const Answer = z.object({
  live: z.literal(true),
  ready: z.boolean(),
  failing: z.record(z.string(), z.string()),
}) satisfies z.ZodMiniType<CellHealth>;

interface ProberOptions {
  registry: RegistryRepository;
  client: LambdaClient;
}

/** Asks every cell how it is, drained ones too, and writes down what it has found. */
export class Prober {
  readonly #registry: RegistryRepository;
  readonly #client: LambdaClient;

  constructor({ registry, client }: ProberOptions) {
    this.#registry = registry;
    this.#client = client;
  }

  /** Probes all cells once. @returns the cells as they are known afterwards. */
  async probe(): Promise<CellState[]> {
    const { cells, health, gone } = await this.#registry.read();
    // A cell may have been probed while a deployment took it away.
    for (const cell of gone) await this.#registry.forget(cell);
    const waiting = [...cells];
    const worker = async () => {
      for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
        const found = await this.#ask(cell);
        const record = nextHealth(health.get(cellName(cell)), found, new Date().toISOString());
        if (record.status !== cell.health)
          log.warn('cell', { name: cellName(cell), status: record.status, reason: record.reason });
        await this.#registry.putHealth(cell, record);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return (await this.#registry.read()).cells;
  }

  async #ask({ address }: CellState): Promise<Probe> {
    try {
      const { FunctionError, Payload } = await this.#client.send(
        new InvokeCommand({ FunctionName: address, Payload: JSON.stringify({ health: true }) }),
        { abortSignal: AbortSignal.timeout(LIMIT_MS) },
      );
      if (FunctionError) return { failure: `crashed (${FunctionError})` };
      const { ready, failing } = Answer.parse(JSON.parse(Buffer.from(Payload ?? []).toString()));
      const missing = Object.entries(failing).map(([name, why]) => `${name}: ${why}`);
      return ready ? {} : { failure: `not ready: ${missing.join('; ')}` };
    } catch (thrown) {
      const { name, message } = thrown as Error;
      return {
        failure: /Abort|Timeout/.test(name) ? `no answer within ${LIMIT_MS} ms` : `${name}: ${message}`,
      };
    }
  }
}
