import {
  type CancellationReason,
  DynamoDBServiceException,
  TransactionCanceledException,
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

/** What a busy table answers; nothing was done. `InternalServerError` can also come after the work. */
export const busy = (name: 'ThrottlingException' | 'InternalServerError'): DynamoDBServiceException =>
  new DynamoDBServiceException({
    name,
    $fault: name === 'InternalServerError' ? 'server' : 'client',
    message: 'injected',
    $metadata: { httpStatusCode: name === 'InternalServerError' ? 500 : 400 },
  });
