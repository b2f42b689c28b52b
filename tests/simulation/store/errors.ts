import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';

const $metadata = { httpStatusCode: 400 };

/** A request that DynamoDB refuses as it stands, whatever is in the table. */
export class Invalid extends DynamoDBServiceException {
  constructor(message: string) {
    super({ name: 'ValidationException', $fault: 'client', message, $metadata });
  }
}

/** An update that does not fit the item it meets: in a transaction the reason ValidationError of its write. */
export class DoesNotFit extends Error {}

/** A transaction that was not applied, with a reason for each write, in their order. */
export const cancelled = (reasons: CancellationReason[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(', ')}]`,
    $metadata,
    CancellationReasons: reasons,
  });

/** Why a write of one item was not done, in its own words: of a transaction of one it is the only reason. */
export function refused({ CancellationReasons: [reason] = [] }: TransactionCanceledException): Error {
  const message = reason?.Message ?? '';
  if (reason?.Code === 'ConditionalCheckFailed')
    return new ConditionalCheckFailedException({ message, $metadata, Item: reason.Item });
  return reason?.Code === 'TransactionConflict'
    ? new TransactionConflictException({ message, $metadata })
    : new Invalid(message);
}

/** What a busy table answers; nothing was done. `InternalServerError` can also come after the work. */
export const busy = (name: 'ThrottlingException' | 'InternalServerError'): DynamoDBServiceException =>
  new DynamoDBServiceException({
    name,
    $fault: name === 'InternalServerError' ? 'server' : 'client',
    message: 'injected',
    $metadata: { httpStatusCode: name === 'InternalServerError' ? 500 : 400 },
  });
