/// <reference path="../../.sst/platform/config.d.ts" />
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf } from '../bundle.ts';
import type { Service } from '../service.ts';
import type { CelledService } from '../settings.ts';
import { cellNames } from '../stage-settings.ts';
import { nameIn, pascal } from './names.ts';
import type { Needs, Permission } from './needs.ts';

/** Under which everything that the registry knows lies, in Parameter Store. */
export const registryPath = (): string => `/${$app.name}/${$app.stage}`;

/** How cells are spoken to. */
const PROTOCOLS = ['connect', 'grpc-web'];

const arnOf = (kind: string, what: string): $util.Output<string> =>
  $interpolate`arn:aws:${kind}:${aws.getRegionOutput().name}:${aws.getCallerIdentityOutput().accountId}:${what}`;

/** The address of a parameter. */
export const parameterArn = (name: string): $util.Output<string> =>
  arnOf('ssm', `parameter/${name.replace(/^\//, '')}`);

/** A cell's function, by its name: who calls a service has not to wait until it is deployed, and needs not be after it. */
export const cellArn = (service: string, cell: string): $util.Output<string> =>
  arnOf('lambda', `function:${nameIn(service, `rpc-${cell}`)}`);

/** Invoking the cells of services, whichever are registered. */
export const invokesCells = (services: CelledService[]): Permission => ({
  actions: ['lambda:InvokeFunction'],
  resources: services.flatMap((service) => cellNames(service).map((cell) => cellArn(service, cell))),
});

/** Reading the registry. */
export const readsRegistry = (): Permission => ({
  actions: ['ssm:GetParametersByPath'],
  resources: [parameterArn(registryPath())],
});

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
    const { name, arn, lastModified, sourceCodeHash } = new sst.aws.Function(id, args).nodes.function;
    const registration = new aws.ssm.Parameter(`${id}Registration`, {
      name: `${registryPath()}/registry/${service.name}/${cell}`,
      type: 'String',
      description: $interpolate`Where ${name} is.`,
      value: $jsonStringify({
        service: service.name,
        cell,
        address: arn,
        protocols: PROTOCOLS,
        version: sourceCodeHash,
        weight: 1,
        registeredAt: lastModified.apply((time) => new Date(time).toISOString()),
      }),
    });
    registrations.push(registration.value);
  }
}
