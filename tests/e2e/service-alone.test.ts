import { nameOf, type Resource } from '@serverless-orders/localstack';
import { beforeAll, describe, expect, it } from 'vitest';
import { Targets } from '../../localstack/pulumi/targets.ts';
import { deployedResources } from '../support/deployed-state.ts';
import { STAGE } from '../support/stage.ts';

const SERVICES = ['users', 'orders', 'inventory', 'payments', 'notifications'];
const LAMBDA = 'aws:lambda/function:Function';
const KEEPERS = ['aws:dynamodb/table:Table', 'aws:sqs/queue:Queue', 'aws:sns/topic:Topic'];

/** `sst deploy --target UsersTable` is a deployment of users: the table, and everything that depends on it. */
const targetOf = (service: string) => `${service[0]!.toUpperCase()}${service.slice(1)}Table`;

describe('a service that is deployed alone', () => {
  let resources: Resource[];
  let functions: string[];

  const functionsIn = (chosen: Resource[]) =>
    chosen
      .filter(({ type }) => type === LAMBDA)
      .map(({ outputs }) => String(outputs.name).replace(`shop-${STAGE}-`, ''))
      .sort();

  beforeAll(async () => {
    resources = await deployedResources();
    functions = functionsIn(resources);
  });

  const takenAlong = (service: string) => {
    const table = resources.find(
      ({ urn, parent }) => !parent?.includes('Dynamo') && nameOf(urn) === targetOf(service),
    );
    const targets = new Targets({ targets: [table!.urn] });
    return resources.filter((resource) => targets.includes(resource));
  };

  /** The gateway leads to all services, so it may come along. */
  const isDoor = (name: string) => name.startsWith('gateway-');

  it.each(SERVICES)('%s: takes all of its functions along, and those of no other', (service) => {
    const own = functions.filter((name) => name.startsWith(`${service}-`));
    expect(own.length).toBeGreaterThan(2);
    expect(functionsIn(takenAlong(service)).filter((name) => !isDoor(name))).toEqual(own);
  });

  it.each(SERVICES)('%s: takes no table, queue or topic of another along', (service) => {
    const foreign = takenAlong(service)
      .filter(({ type }) => KEEPERS.includes(type))
      .map(({ outputs }) => String(outputs.name).toLowerCase())
      .filter((name) => !name.startsWith(`shop-${STAGE}-${service}`));
    expect(foreign).toEqual([]);
  });
});
