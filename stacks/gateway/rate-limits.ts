/// <reference path="../../.sst/platform/config.d.ts" />
import { limitedBy } from '../../functions/contracts/http/limited-by.ts';
import { OPERATIONS } from '../../functions/contracts/http/operations.ts';
import type { Permission } from '../service/needs.ts';
import { settings } from '../stage-settings.ts';

interface RouteNeeds {
  environment: Record<string, $util.Input<string>>;
  permissions: Permission[];
}

const operations = new Map(
  Object.values(OPERATIONS)
    .flat()
    .map((operation) => [operation.route as string, operation]),
);

/**
 * The buckets in which the requests of customers and addresses are counted. They belong to the gateway and to no service,
 * so whatever a service does to its own table, its customers are counted elsewhere.
 *
 * @returns the table's name, and what a route's function needs to count: nothing where nothing is counted.
 */
export function rateLimits() {
  const table = new sst.aws.Dynamo('RateLimits', {
    fields: { pk: 'string' },
    primaryIndex: { hashKey: 'pk' },
    ttl: 'expiresAt',
  });
  const { RATE_LIMIT_CUSTOMER: customer, RATE_LIMIT_ADDRESS: address } = settings();
  const rates = { customer, address };
  const needsOf = (route: string): RouteNeeds => {
    const operation = operations.get(route);
    // A route that is no declared operation counts what it does for whoever holds the token.
    const by = operation ? limitedBy(operation) : 'customer';
    if (!by) return { environment: {}, permissions: [] };
    return {
      environment: {
        RATE_LIMITS_TABLE: table.name,
        RATE_LIMIT: rates[by],
        ...(operation?.mails && { MAIL_LIMIT: settings().MAIL_LIMIT }),
      },
      permissions: [{ actions: ['dynamodb:UpdateItem'], resources: [table.arn] }],
    };
  };
  return { table: table.name, needsOf };
}
