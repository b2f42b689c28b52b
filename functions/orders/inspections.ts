import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import { ChargeFound, ReservationFound } from '../contracts/saga-inspection.ts';
import { awsClient } from '../platform/aws-client.ts';
import { log } from '../platform/log.ts';
import { currentTraceparent } from '../platform/tracing/current.ts';

/** A service that does not answer, or not so that it can be understood. */
export const UNAVAILABLE = 'unavailable';
export type Unavailable = typeof UNAVAILABLE;

interface Questions {
  /** The functions that are asked, by name. */
  reservation: string;
  charge: string;
  client?: LambdaClient;
}

/**
 * An answer that has not come by then does not come any more (ms): the functions end after ten seconds. The SDK itself would wait
 * for ever, and the run would end with nothing done for any order.
 */
const requestHandler = { requestTimeout: 12_000, throwOnRequestTimeout: true };

/**
 * What the other services have done for an order: they are asked, because nobody but them reads their tables. One that
 * is unavailable is asked once in a run and not again for the next order, so that its time limit is waited for once.
 */
export class Inspections {
  readonly #functions: Pick<Questions, 'reservation' | 'charge'>;
  readonly #client: LambdaClient;
  readonly #unavailable = new Set<string>();

  constructor({
    reservation,
    charge,
    client = awsClient(LambdaClient, { maxAttempts: 2, requestHandler }),
  }: Questions) {
    this.#functions = { reservation, charge };
    this.#client = client;
  }

  reservation(orderId: string): Promise<ReservationFound | Unavailable> {
    return this.#ask(this.#functions.reservation, ReservationFound, orderId);
  }

  charge(orderId: string): Promise<ChargeFound | Unavailable> {
    return this.#ask(this.#functions.charge, ChargeFound, orderId);
  }

  async #ask<S extends z.ZodMiniType>(
    FunctionName: string,
    schema: S,
    orderId: string,
  ): Promise<z.infer<S> | Unavailable> {
    if (this.#unavailable.has(FunctionName)) return UNAVAILABLE;
    try {
      const { Payload, FunctionError } = await this.#client.send(
        new InvokeCommand({
          FunctionName,
          Payload: JSON.stringify({ orderId, traceparent: currentTraceparent() }),
        }),
      );
      const text = Payload ? Buffer.from(Payload).toString('utf8') : '';
      if (FunctionError) throw new Error(`${FunctionName} failed: ${text}`);
      return schema.parse(JSON.parse(text));
    } catch (thrown) {
      this.#unavailable.add(FunctionName);
      log.error('a service could not be asked', thrown, { asked: FunctionName, orderId });
      return UNAVAILABLE;
    }
  }
}
