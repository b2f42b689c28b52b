import { multiplyRetries } from '@serverless-orders/localstack';
import { afterAll, beforeAll } from 'vitest';
import { engineEndpoint } from './engine.ts';

/** A step is tried in vain for half a second on average, an undo for one and a half. */
const FACTOR = 0.05;

/**
 * For the file or the block of tests that calls it: state machines wait a twentieth of what they say before they try again,
 * as often as ever. For what fails for good, where nothing happens in between; never for an outage that is to end before a
 * saga has given up.
 */
export function withShortRetries(): void {
  beforeAll(() => multiplyRetries(engineEndpoint(), FACTOR));
  afterAll(() => multiplyRetries(engineEndpoint(), 1));
}
