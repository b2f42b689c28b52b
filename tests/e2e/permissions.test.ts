import { readFileSync } from 'node:fs';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { Resource } from '@serverless-orders/localstack';
import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../../ops/plan/rules/rule.ts';
import { consumersAtOnce, SERVICE_RULES } from '../../ops/plan/rules/service-rules.ts';
import { TRACING_RULES } from '../../ops/plan/rules/tracing-rules.ts';
import { TRUST_RULES } from '../../ops/plan/rules/trust-rules.ts';
import { deployedResources } from '../support/deployed-state.ts';
import { clientConfig } from '../support/engine.ts';
import { shopOutputs } from '../support/outputs.ts';
import { grantsOfRole, type RoleGrants, sendsMoreThanTraces } from '../support/role-grants.ts';

/** What answers GET /metrics. */
const METER = 'shop-test-shop-telemetry-get-metrics';

const lambda = new LambdaClient(clientConfig());
const { tables, counters, rateLimits, breakers, registry } = shopOutputs();
/** Every service's own table. */
const own: Record<string, string> = { ...tables, telemetry: counters };

describe('the role of every function, as it is deployed', () => {
  const grants: RoleGrants[] = [];

  beforeAll(async () => {
    for await (const page of paginateListFunctions({ client: lambda }, {})) {
      for (const { FunctionName = '', Role = '' } of page.Functions ?? []) {
        if (FunctionName.startsWith('shop-test-shop-')) grants.push(await grantsOfRole(FunctionName, Role));
      }
    }
  });

  it('is there, one a function', () => {
    expect(grants.length).toBeGreaterThan(20);
  });

  it('invokes instances of the services that it asks, inspections from orders, and nothing else', () => {
    const invoking = grants.flatMap(({ service, statements }) =>
      statements
        .filter(({ Action }) => [Action].flat().includes('lambda:InvokeFunction'))
        .flatMap(({ Resource }) => [Resource].flat().map((resource) => ({ service, resource }))),
    );
    const may: Record<string, RegExp> = {
      gateway: /:function:shop-test-shop-[a-z]+-rpc-[a-h]$/,
      registry: /:function:shop-test-shop-[a-z]+-rpc-[a-h]$/,
      // A deletion asks for money and orders that are left.
      users: /:function:shop-test-shop-(payments|orders)-rpc-[a-h]$/,
      // Staff pay in for users that there are.
      payments: /:function:shop-test-shop-users-rpc-[a-h]$/,
      // The reconciler asks inventory for the reservation and payments for the charge.
      orders: /:function:shop-test-shop-(inventory-inspect-reservation|payments-inspect-charge)$/,
    };
    expect(new Set(invoking.map(({ service }) => service))).toEqual(new Set(Object.keys(may)));
    expect(invoking.filter(({ service, resource }) => !may[service]?.test(resource))).toEqual([]);
  });

  it("reaches its own service's table and no other", () => {
    const foreign = grants.flatMap(({ fn, service, statements }) =>
      statements
        .flatMap((statement) => [statement.Resource].flat())
        .filter((resource) => resource.includes(':table/'))
        .filter((resource) => !resource.includes(`:table/${own[service]}`))
        // What belongs to no service: where requests are counted, instances registered, and breakers shared.
        .filter(
          (resource) => ![rateLimits, breakers, registry].some((name) => resource.endsWith(`:table/${name}`)),
        )
        .map((resource) => `${fn}: ${resource}`),
    );
    expect(foreign).toEqual([]);
  });

  it('registers no instance: health is written by the checker, drains by operators on call, and the rest only reads', () => {
    const kinds = grants.flatMap(({ fn, statements }) =>
      statements
        .filter(({ Resource }) => [Resource].flat().some((one) => one.endsWith(`:table/${registry}`)))
        .flatMap(({ Action, Condition }) => {
          const of = Condition?.['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys'] ?? [];
          return [Action].flat().map((action) => [fn.replace('shop-test-shop-', ''), action, [of].flat()]);
        }),
    );
    const writing = kinds.filter(([, action]) => action !== 'dynamodb:Scan');
    const put = 'dynamodb:PutItem';
    const forget = 'dynamodb:DeleteItem';
    const both = ['drained', 'health'];
    expect(writing.sort()).toEqual([
      ['registry-check-health', forget, both],
      ['registry-check-health', put, ['health']],
      ['registry-check-instances', forget, both],
      ['registry-check-instances', put, ['health']],
      ['registry-check-now', forget, both],
      ['registry-check-now', put, ['health']],
      ['registry-drain-instance', put, ['drained']],
      ['registry-forget-instances', forget, both],
      ['registry-restore-instance', forget, ['drained']],
    ]);
  });

  it('calls nothing of Parameter Store', () => {
    expect(JSON.stringify(grants)).not.toContain('ssm:');
  });

  it('counts requests, and can do nothing else to the counts', () => {
    const counting = grants
      .flatMap(({ statements }) => statements)
      .filter(({ Resource }) =>
        [Resource].flat().some((resource) => resource.endsWith(`:table/${rateLimits}`)),
      );
    expect(counting.length).toBeGreaterThan(20);
    expect(new Set(counting.flatMap(({ Action }) => Action))).toEqual(new Set(['dynamodb:UpdateItem']));
  });

  it.each(['sqs', 'sns'])("reaches its own service's part of %s and no other", (kind) => {
    const foreign = grants.flatMap(({ fn, service, statements }) =>
      statements
        // How many messages there are is no secret of a service: what measures the stage looks at all queues.
        .filter(({ Action }) => fn !== METER || [Action].flat().join() !== 'sqs:GetQueueAttributes')
        .flatMap((statement) => [statement.Resource].flat())
        .filter((resource) => resource.startsWith(`arn:aws:${kind}:`))
        .filter((resource) => !resource.split(':').at(-1)!.startsWith(`shop-test-shop-${service}-`))
        .map((resource) => `${fn}: ${resource}`),
    );
    expect(foreign).toEqual([]);
    expect(JSON.stringify(grants)).toContain(`arn:aws:${kind}:`);
  });

  it('starts executions from orders, and from nowhere else', () => {
    const starting = grants.filter(({ statements }) =>
      statements.some(({ Action }) => [Action].flat().some((action) => action.startsWith('states:'))),
    );
    expect(new Set(starting.map(({ service }) => service))).toEqual(new Set(['orders']));
  });

  it('names operations and resources, and no managed policy', () => {
    const wide = grants.flatMap(({ fn, attached, statements }) => [
      ...attached.map((policy) => `${fn}: ${policy}`),
      ...statements.filter(sendsMoreThanTraces).flatMap(({ Action, Resource }) => [
        ...[Action].flat().filter((action) => action.includes('*')),
        // A log group's streams have no names yet when it is made, nor have a state machine's executions.
        ...[Resource]
          .flat()
          .filter(
            (resource) => resource.endsWith('*') && !/:log-group:\/aws\/lambda\/|:execution:/.test(resource),
          ),
      ]),
    ]);
    expect(wide).toEqual([]);
  });
});

describe('everything that is deployed', () => {
  let resources: Resource[] = [];

  beforeAll(async () => {
    resources = await deployedResources();
  });

  it.each([...TRUST_RULES, ...SERVICE_RULES, ...TRACING_RULES].map((rule) => ({ rule, name: rule.name })))(
    '$name',
    ({ rule }) => {
      expect(resources.filter((resource) => rule.about(resource, resources))).not.toEqual([]);
      expect(violations(rule, resources)).toEqual([]);
    },
  );

  it('runs no more consumers at once than the page on events says', () => {
    const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
    expect(page).toContain(`${consumersAtOnce(resources)} executions of consumers at once`);
  });
});
