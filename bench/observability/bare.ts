import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readConfig, required } from '../../functions/platform/config.ts';

// What every function of the shop has anyway: its settings, parsed, and a table.
readConfig({ SERVICE: required });
export const client = new DynamoDBClient({});

/** A request that does nothing, and nobody sees. */
export const handler = async (): Promise<{ statusCode: number }> => ({ statusCode: 201 });
