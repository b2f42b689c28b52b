import { consumer } from '../../platform/consumer.ts';
import { makeAccounts } from '../composition.ts';

const accounts = makeAccounts();

/**
 * user.deleted clears what the account has left in the table, in case that the function which deleted it died before
 * it could. The events of one user are published in order, so none that is still to be sent is lost by it.
 */
export const handler = consumer({ 'user.deleted': ({ data }) => accounts.clear(data.userId) });
