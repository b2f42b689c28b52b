import { listEntries } from '../../contracts/http/payments.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { listOf, readCursor } from '../../platform/http/list.ts';
import { ok } from '../../platform/http/response.ts';
import { makeAccounts } from '../composition.ts';
import type { CustomerEntry } from '../ledger.ts';

const accounts = makeAccounts();

const toEntryView = ({ entryId, kind, amount, currency, orderId, createdAt }: CustomerEntry) => ({
  id: entryId,
  kind,
  amount: { amount, currency },
  orderId,
  createdAt,
});

/** GET /payments/entries: the caller's own statement, newest first. */
export const handler = endpoint(listEntries, async ({ caller, query }) => {
  const page = await accounts.entries(caller.id, query.limit, readCursor(query.cursor));
  return ok(listOf(page, toEntryView, (entry) => entry.entryId));
});
