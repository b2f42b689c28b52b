/// <reference path="../.sst/platform/config.d.ts" />
import { type CelledService, type Settings, settingsOf } from './settings.ts';

let known: Settings | undefined;

/** The settings of the stage that is being deployed. */
export function settings(): Settings {
  known ??= settingsOf($app.stage, process.env);
  return known;
}

/** The names of a service's cells: a, b, and so on. */
export function cellNames(service: CelledService): string[] {
  const count = settings()[`CELLS_${service.toUpperCase() as Uppercase<CelledService>}`];
  return [...'abcdefgh'].slice(0, count);
}
