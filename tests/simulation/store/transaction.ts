import type {
  CancellationReason,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { parseCondition } from './condition.ts';
import { cancelled, DoesNotFit, Invalid } from './errors.ts';
import { checkPlaceholders } from './placeholders.ts';
import type { StoredTable } from './table.ts';
import { applyUpdate, checkUpdate, parseUpdate } from './update.ts';
import type { Item } from './values.ts';

/** One write of a transaction, as it came and as it was understood. */
export interface PlannedWrite {
  kind: 'Put' | 'Update' | 'ConditionCheck' | 'Delete';
  tableName: string;
  table: StoredTable;
  key: Item;
  id: string;
  /** The text of the condition, when it has one. */
  condition: string | undefined;
  names: Record<string, string>;
  values: Item;
  put: Item | undefined;
  update: string | undefined;
  showOld: boolean;
}

/** Whether a write's condition is looked at; a test with seeded defects drops one at a time. */
export type Enforces = (write: PlannedWrite) => boolean;

const parsed = <T>(parse: (text: string) => T) => {
  const known = new Map<string, T>();
  return (text: string): T => {
    let made = known.get(text);
    if (made === undefined) {
      made = parse(text);
      known.set(text, made);
    }
    return made;
  };
};
const conditionOf = parsed(parseCondition);
const updateOf = parsed(parseUpdate);

/**
 * TransactWriteItems: all conditions are checked against the items as they stand, then everything is written or
 * nothing.
 *
 * @throws Invalid for a request that no table would take; TransactionCanceledException with a reason for each write.
 */
export function transact(
  { TransactItems = [] }: TransactWriteItemsCommandInput,
  tableOf: (name: string) => StoredTable,
  enforces: Enforces,
): void {
  if (TransactItems.length === 0 || TransactItems.length > 100)
    throw new Invalid('Member must have length less than or equal to 100 and greater than or equal to 1');
  const writes = TransactItems.map((item) => plan(item, tableOf));
  if (new Set(writes.map((write) => `${write.tableName} ${write.id}`)).size < writes.length)
    throw new Invalid('Transaction request cannot include multiple operations on one item');
  const outcomes = writes.map((write) => outcome(write, enforces));
  if (outcomes.some(({ reason }) => reason.Code !== 'None'))
    throw cancelled(outcomes.map(({ reason }) => reason));
  for (const [index, { kind, table, id, key }] of writes.entries())
    if (kind !== 'ConditionCheck') table.set(id, key, outcomes[index]!.next);
}

function plan(item: TransactWriteItem, tableOf: (name: string) => StoredTable): PlannedWrite {
  const { Put, Update, ConditionCheck, Delete } = item;
  const request = Put ?? Update ?? ConditionCheck ?? Delete;
  if (!request || Object.values(item).filter(Boolean).length > 1)
    throw new Invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  const { ConditionExpression: condition, ExpressionAttributeNames: names = {} } = request;
  const table = tableOf(request.TableName!);
  const key = Put ? table.keyOf(Put.Item!) : (Update ?? ConditionCheck ?? Delete)!.Key!;
  const id = table.id(key);
  checkPlaceholders(request, [condition, Update?.UpdateExpression]);
  const values = request.ExpressionAttributeValues ?? {};
  if (condition !== undefined) conditionOf(condition).check(values);
  if (Update) {
    const update = updateOf(Update.UpdateExpression!);
    checkUpdate(update, key, names);
    update.check(values);
  }
  return {
    kind: Put ? 'Put' : Update ? 'Update' : ConditionCheck ? 'ConditionCheck' : 'Delete',
    tableName: request.TableName!,
    table,
    key,
    id,
    condition,
    names,
    values,
    put: Put?.Item,
    update: Update?.UpdateExpression,
    showOld: request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
}

/** What a write would come to: the next item (undefined for none), and the reason for which it cannot be. */
function outcome(write: PlannedWrite, enforces: Enforces): { reason: CancellationReason; next?: Item } {
  const item = write.table.get(write.id);
  const scope = { item, names: write.names, values: write.values };
  if (write.condition !== undefined && enforces(write) && !conditionOf(write.condition).holds(scope)) {
    return {
      reason: {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        ...(write.showOld && item && { Item: item }),
      },
    };
  }
  if (!write.update) return { reason: { Code: 'None' }, next: write.put };
  try {
    const next = applyUpdate(updateOf(write.update), write.key, scope);
    write.table.checkIndexes(next);
    return { reason: { Code: 'None' }, next };
  } catch (thrown) {
    if (!(thrown instanceof DoesNotFit || thrown instanceof Invalid)) throw thrown;
    return { reason: { Code: 'ValidationError', Message: thrown.message } };
  }
}
