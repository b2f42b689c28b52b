import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { readConfig, required } from '../kit/config.ts';
import { CellsOnCall } from './cells-on-call.ts';
import { Prober } from './prober.ts';
import { RegistryRepository } from './repository.ts';

/** The registry of this deployment. */
export const ownRegistry = (): RegistryRepository =>
  new RegistryRepository(readConfig({ REGISTRY_PATH: required }).REGISTRY_PATH, new SSMClient({}));

/** What people on call do with it. */
export const ownCellsOnCall = (): CellsOnCall => new CellsOnCall(ownRegistry());

/** What asks its cells how they are. A cell that does not answer is not asked twice: that is what the next probe is for. */
export const ownProber = (): Prober =>
  new Prober({ registry: ownRegistry(), client: new LambdaClient({ maxAttempts: 1 }) });
