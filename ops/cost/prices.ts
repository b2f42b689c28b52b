/** What AWS charges, in dollars. */
export interface Prices {
  /** Step Functions, Standard: a million transitions. */
  transitions: number;
  /** API Gateway, REST: a million requests of the first 333 million in a month. */
  apiRequests: number;
  /** Lambda: a million invocations. */
  invocations: number;
  /** Lambda on arm64: a gigabyte for a second. */
  gigabyteSeconds: number;
  /** DynamoDB on demand: a million write units, and read units. */
  writeUnits: number;
  readUnits: number;
  /** SNS: a million publishes. Deliveries to SQS are free. */
  publishes: number;
  /** SQS, standard queues: a million requests. */
  queueRequests: number;
  /** SES: a thousand emails. */
  emails: number;
  /** CloudWatch Logs: a gigabyte that comes in. */
  logs: number;
  /** CloudWatch: an alarm, and a metric of one's own, for a month. */
  alarms: number;
  metrics: number;
  /** X-Ray: a million traces that are recorded. */
  traces: number;
}

/** When the prices below were written down. */
export const PRICED_AT = '2026-11-28';

/**
 * By region, without free tiers and discounts. Written down by hand from what AWS publishes, since nothing here asks a network:
 * https://aws.amazon.com/step-functions/pricing/, /api-gateway/pricing/, /lambda/pricing/, /dynamodb/pricing/on-demand/, /sns/pricing/,
 * /sqs/pricing/, /ses/pricing/, /cloudwatch/pricing/, /xray/pricing/. Look there before you rely on them.
 */
export const PRICES: Readonly<Record<string, Prices>> = {
  'us-east-1': {
    transitions: 25,
    apiRequests: 3.5,
    invocations: 0.2,
    gigabyteSeconds: 0.0000133334,
    writeUnits: 0.625,
    readUnits: 0.125,
    publishes: 0.5,
    queueRequests: 0.4,
    emails: 0.1,
    logs: 0.5,
    alarms: 0.1,
    metrics: 0.3,
    traces: 5,
  },
  'eu-central-1': {
    transitions: 25,
    apiRequests: 3.7,
    invocations: 0.2,
    gigabyteSeconds: 0.0000133334,
    writeUnits: 0.7625,
    readUnits: 0.1525,
    publishes: 0.5,
    queueRequests: 0.4,
    emails: 0.1,
    logs: 0.63,
    alarms: 0.1,
    metrics: 0.3,
    traces: 5,
  },
};
