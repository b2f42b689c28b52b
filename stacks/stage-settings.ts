/// <reference path="../.sst/platform/config.d.ts" />
import { settingsEnvironment } from '../packages/stages/launched.ts';
import { type RpcService, type Settings, settingsOf } from './settings.ts';

let known: Settings | undefined;

/** The settings of the stage that is being deployed. */
export function settings(): Settings {
  known ??= settingsOf($app.stage, settingsEnvironment());
  return known;
}

/** The names of a service's instances: a, b, and so on. */
export function instanceNames(service: RpcService): string[] {
  const count = settings()[`INSTANCES_${service.toUpperCase() as Uppercase<RpcService>}`];
  return [...'abcdefgh'].slice(0, count);
}
