/**
 * Every service that the program or its deployment needs: what people call it, and what engines do. An engine that is
 * started here has these and no other: what is not there cannot be misused.
 */
export const NEEDED_SERVICES = {
  'API Gateway (REST)': 'apigateway',
  CloudWatch: 'cloudwatch',
  'CloudWatch Logs': 'logs',
  DynamoDB: 'dynamodb',
  EventBridge: 'events',
  IAM: 'iam',
  Lambda: 'lambda',
  S3: 's3',
  SES: 'ses',
  SNS: 'sns',
  SQS: 'sqs',
  SSM: 'ssm',
  'Step Functions': 'stepfunctions',
} as const;

/** Services that these work by: functions have roles, sst asks who it is, streams are polled, and traces are kept. */
const BEHIND_THEM = ['dynamodbstreams', 'sts', 'xray'];

/** As the variable SERVICES of LocalStack and its fork names them. */
export const SERVICE_IDS: readonly string[] = [...Object.values(NEEDED_SERVICES), ...BEHIND_THEM];
