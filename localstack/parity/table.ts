import type { Row } from './row.ts';
import { apiGatewayRows } from './rows/api-gateway.ts';
import { apiGatewayBodyRows } from './rows/api-gateway-bodies.ts';
import { apiGatewayResponseRows } from './rows/api-gateway-responses.ts';
import { dynamodbReadRows } from './rows/dynamodb-reads.ts';
import { dynamodbTransactionRows } from './rows/dynamodb-transactions.ts';
import { dynamodbWriteRows } from './rows/dynamodb-writes.ts';
import { lambdaRows } from './rows/lambda.ts';
import { logFilterRows } from './rows/log-filters.ts';
import { logRows } from './rows/logs.ts';
import { otherRows } from './rows/others.ts';
import { snsRows } from './rows/sns.ts';
import { sqsRows } from './rows/sqs.ts';
import { sqsConcurrencyRows } from './rows/sqs-concurrency.ts';
import { stepFunctionsErrorRows } from './rows/step-functions-errors.ts';
import { stepFunctionsExecutionRows } from './rows/step-functions-executions.ts';
import { stepFunctionsRetryRows } from './rows/step-functions-retries.ts';
import { streamRows } from './rows/streams.ts';
import { traceHeaderRows } from './rows/trace-headers.ts';
import { traceRows } from './rows/traces.ts';
import { watchingRows } from './rows/watching.ts';

/** Every row of the parity check: behaviours of AWS on which this program relies, or may rely later. */
export const table: Row[] = [
  ...stepFunctionsErrorRows,
  ...stepFunctionsRetryRows,
  ...stepFunctionsExecutionRows,
  ...dynamodbWriteRows,
  ...dynamodbTransactionRows,
  ...dynamodbReadRows,
  ...streamRows,
  ...sqsRows,
  ...sqsConcurrencyRows,
  ...snsRows,
  ...lambdaRows,
  ...apiGatewayRows,
  ...apiGatewayResponseRows,
  ...apiGatewayBodyRows,
  ...logRows,
  ...logFilterRows,
  ...watchingRows,
  ...traceHeaderRows,
  ...traceRows,
  ...otherRows,
];
