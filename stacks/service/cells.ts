/// <reference path="../../.sst/platform/config.d.ts" />
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describeCells } from '../../packages/resilience/discovery/deployed-cells.ts';
import {
  acceptedRegistration,
  itemOf,
  recordName,
} from '../../packages/resilience/discovery/registry-records.ts';
import { bundleOf } from '../bundle.ts';
import type { Service } from '../service.ts';
import { CELLS, type CelledService } from '../settings.ts';
import { cellNames } from '../stage-settings.ts';
import { arnOf } from './arn.ts';
import { nameIn, pascal } from './names.ts';
import type { Needs, Permission } from './needs.ts';
import { registryTable } from './registry-table.ts';

/** How cells are spoken to. */
const PROTOCOLS = ['connect', 'grpc-web'];

/** Every service that can be called. */
export const CELLED = Object.keys(CELLS) as CelledService[];

/** Every cell that this deployment makes. */
export const deployed = (): { service: CelledService; cell: string }[] =>
  CELLED.flatMap((service) => cellNames(service).map((cell) => ({ service, cell })));

/** What a cell's function is called. */
const functionOf = (service: string, cell: string): string => nameIn(service, `rpc-${cell}`);

/** A cell's function, by its name: who calls a service has not to wait until it is deployed, and needs not be after it. */
const cellArn = (service: string, cell: string): $util.Output<string> =>
  arnOf('lambda', `function:${functionOf(service, cell)}`);

/** Invoking the cells of services, whichever are registered. */
export const invokesCells = (services: CelledService[]): Permission => ({
  actions: ['lambda:InvokeFunction'],
  resources: services.flatMap((service) => cellNames(service).map((cell) => cellArn(service, cell))),
});

/** What reads the registry. */
export const registryReader = () => ({
  environment: { REGISTRY_TABLE: registryTable().name } as Record<string, $util.Input<string>>,
  permissions: [{ actions: ['dynamodb:Scan'], resources: [registryTable().arn] }] as Permission[],
});

/** The cells as they are deployed, for what asks nobody about them. */
export const cellsKnown = () => describeCells(deployed(), functionOf('{service}', '{cell}'));

/** The same for what has to know the cells whether or not the registry answers. */
export function cellsReader() {
  const { environment, permissions } = registryReader();
  return { environment: { ...environment, ...cellsKnown() }, permissions };
}

const registrations: $util.Output<string>[] = [];

/** What stands in the registry so far: it changes when a cell does. */
export const registered = (): $util.Output<string>[] => registrations;

/**
 * A service's RPC side, functions/<service>/rpc.ts, deployed several times over: each cell is a function of its own, which
 * can be drained, broken and replaced alone. Each registers itself, and is in the registry as long as it exists: what
 * follows from its code (address, version, time) changes only with its code.
 */
export function deployCells(service: Service, needs: Needs): void {
  for (const cell of cellNames(service.name as CelledService)) {
    const id = pascal(`${service.name}-rpc-${cell}`);
    const args = service.function('rpc', needs, `rpc-${cell}`);
    // sst writes a function's links beside its code, so each cell has a folder of its own.
    cpSync(
      join($cli.paths.root, bundleOf(`${service.name}/rpc`)),
      join($cli.paths.root, args.bundle as string),
      {
        recursive: true,
      },
    );
    register({ service: service.name, cell }, new sst.aws.Function(id, args).nodes.function);
  }
}

/**
 * Puts a cell into the registry for as long as it is deployed.
 *
 * @throws Error, which fails the deployment, when callers would not take it for a cell.
 */
function register(cell: { service: string; cell: string }, fn: $util.Output<aws.lambda.Function>): void {
  const text = $jsonStringify({
    ...cell,
    address: fn.arn,
    protocols: PROTOCOLS,
    version: fn.codeSha256,
    weight: 1,
    registeredAt: fn.lastModified.apply((time) => new Date(time).toISOString()),
  }).apply((record) => acceptedRegistration(recordName('registration', cell), record));
  registrations.push(text);
  new aws.dynamodb.TableItem(pascal(`${cell.service}-rpc-${cell.cell}-registration`), {
    tableName: registryTable().name,
    hashKey: 'kind',
    rangeKey: 'cell',
    item: text.apply((record) => JSON.stringify(itemOf('registration', cell, record))),
  });
}
