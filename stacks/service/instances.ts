/// <reference path="../../.sst/platform/config.d.ts" />

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import {
  acceptedRegistration,
  describeInstances,
  itemOf,
  recordName,
} from '@serverless-orders/resilience/discovery';
import { bundleOf } from '../bundle.ts';
import type { Service } from '../service.ts';
import { INSTANCES, type RpcService } from '../settings.ts';
import { instanceNames } from '../stage-settings.ts';
import { arnOf } from './arn.ts';
import { nameIn, pascal } from './names.ts';
import type { Needs, Permission } from './needs.ts';
import { registryTable } from './registry-table.ts';

/** How instances are spoken to. */
const PROTOCOLS = ['connect', 'grpc-web'];

/** Every service that can be called. */
export const RPC_SERVICES = Object.keys(INSTANCES) as RpcService[];

/** Every instance that this deployment makes. */
export const deployed = (): { service: RpcService; instance: string }[] =>
  RPC_SERVICES.flatMap((service) => instanceNames(service).map((instance) => ({ service, instance })));

/** What an instance's function is called. */
const functionOf = (service: string, instance: string): string => nameIn(service, `rpc-${instance}`);

/** An instance's function, by its name: who calls a service has not to wait until it is deployed, and needs not be after it. */
const instanceArn = (service: string, instance: string): $util.Output<string> =>
  arnOf('lambda', `function:${functionOf(service, instance)}`);

/** Invoking the instances of services, whichever are registered. */
export const invokesInstances = (services: RpcService[]): Permission => ({
  actions: ['lambda:InvokeFunction'],
  resources: services.flatMap((service) =>
    instanceNames(service).map((instance) => instanceArn(service, instance)),
  ),
});

/** What reads the registry. */
export const registryReader = () => ({
  environment: { REGISTRY_TABLE: registryTable().name } as Record<string, $util.Input<string>>,
  permissions: [{ actions: ['dynamodb:Scan'], resources: [registryTable().arn] }] as Permission[],
});

/** The instances as they are deployed, for what asks nobody about them. */
export const instancesKnown = () => describeInstances(deployed(), functionOf('{service}', '{instance}'));

/** The same for what has to know the instances whether or not the registry answers. */
export function instancesReader() {
  const { environment, permissions } = registryReader();
  return { environment: { ...environment, ...instancesKnown() }, permissions };
}

const registrations: $util.Output<string>[] = [];

/** What stands in the registry so far: it changes when an instance does. */
export const registered = (): $util.Output<string>[] => registrations;

/**
 * A service's RPC side, functions/<service>/rpc.ts, deployed several times over: each instance is a function of its own, which
 * can be drained, broken and replaced alone. Each registers itself, and is in the registry as long as it exists: what
 * follows from its code (address, version, time) changes only with its code.
 */
export function deployInstances(service: Service, needs: Needs): void {
  for (const instance of instanceNames(service.name as RpcService)) {
    const id = pascal(`${service.name}-rpc-${instance}`);
    const args = service.function('rpc', needs, `rpc-${instance}`);
    // sst writes a function's links beside its code, so each instance has a folder of its own.
    cpSync(
      join($cli.paths.root, bundleOf(`${service.name}/rpc`)),
      join($cli.paths.root, args.bundle as string),
      {
        recursive: true,
      },
    );
    register({ service: service.name, instance }, new sst.aws.Function(id, args).nodes.function);
  }
}

/**
 * Puts an instance into the registry for as long as it is deployed.
 *
 * @throws Error, which fails the deployment, when callers would not take it for an instance.
 */
function register(
  instance: { service: string; instance: string },
  fn: $util.Output<aws.lambda.Function>,
): void {
  const text = $jsonStringify({
    ...instance,
    address: fn.arn,
    protocols: PROTOCOLS,
    version: fn.codeSha256,
    weight: 1,
    registeredAt: fn.lastModified.apply((time) => new Date(time).toISOString()),
  }).apply((record) => acceptedRegistration(recordName('registration', instance), record));
  registrations.push(text);
  new aws.dynamodb.TableItem(pascal(`${instance.service}-rpc-${instance.instance}-registration`), {
    tableName: registryTable().name,
    hashKey: 'kind',
    rangeKey: 'cell',
    item: text.apply((record) => JSON.stringify(itemOf('registration', instance, record))),
  });
}
