import { consumer } from '../../platform/consumer.ts';
import { makeAccounts } from '../composition.ts';

const accounts = makeAccounts();

/**
 * user.deleted -> deletes the account's remaining rows, in case the function that deleted the account died before it could. A
 * user's events are published in order, so no unpublished event is among them.
 */
export const handler = consumer({ 'user.deleted': ({ data }) => accounts.clear(data.userId) });
