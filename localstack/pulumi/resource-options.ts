import type { Timeouts } from './resource.ts';

/** The options in a request to register a resource, as far as they are read here. */
export interface OptionsRequest {
  getType(): string;
  getRemote(): boolean;
  getImportid(): string;
  getVersion(): string;
  getPlugindownloadurl(): string;
  getPluginchecksumsMap(): { getLength(): number };
  getTransformsList(): unknown[];
  getReplaceWithList(): string[];
  getReplacementTrigger(): unknown;
  getHooks(): Hooks | undefined;
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string } | undefined;
}

type Hooks = Record<`get${'Before' | 'After'}${'Create' | 'Update' | 'Delete'}List`, () => string[]>;

const hooksOf = (hooks: Hooks | undefined): string[] =>
  hooks
    ? [
        ...hooks.getBeforeCreateList(),
        ...hooks.getAfterCreateList(),
        ...hooks.getBeforeUpdateList(),
        ...hooks.getAfterUpdateList(),
        ...hooks.getBeforeDeleteList(),
        ...hooks.getAfterDeleteList(),
      ]
    : [];

/** Options that are not supported: the name, whether it is set, and the reason. */
const REFUSED: [name: string, isSet: (request: OptionsRequest) => boolean, why: string][] = [
  ['remote', (request) => request.getRemote(), 'components of other languages are not supported'],
  [
    'import',
    (request) => request.getImportid() !== '',
    'an engine on this machine holds nothing that was not deployed to it: leave it out on local stages',
  ],
  ['pluginDownloadURL', (request) => request.getPlugindownloadurl() !== '', 'no plugins are loaded'],
  ['pluginChecksums', (request) => request.getPluginchecksumsMap().getLength() > 0, 'no plugins are loaded'],
  ['transforms', (request) => request.getTransformsList().length > 0, 'use transformations instead'],
  ['replaceWith', (request) => request.getReplaceWithList().length > 0, 'use replaceOnChanges instead'],
  [
    'replacementTrigger',
    (request) => request.getReplacementTrigger() !== undefined,
    'use replaceOnChanges instead',
  ],
  ['hooks', (request) => hooksOf(request.getHooks()).length > 0, 'nothing calls them'],
];

/**
 * Refuses an option that the stand-in does not support: the deployment would differ from the one in AWS.
 *
 * @param installed the version of the provider's package that the program uses.
 * @throws Error naming the option.
 */
export function refuseForeignOptions(request: OptionsRequest, installed: string | undefined): void {
  for (const [name, isSet, why] of REFUSED) {
    if (isSet(request)) throw new Error(`the option ${name} is not followed on a local stage: ${why}`);
  }
  const version = request.getVersion();
  if (version && installed && version !== installed) {
    throw new Error(
      `the option version is not followed on a local stage: it asks for ${version} of the provider, and ${installed} is installed`,
    );
  }
}

const UNITS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/**
 * Parses a duration as Go writes it into seconds.
 *
 * @example seconds('1h30m') // 5400
 * @throws Error if it is no duration.
 */
export function seconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new Error(`"${text}" in the option customTimeouts is not a time such as 90s, 5m or 1h30m`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
}

/** The option customTimeouts as Pulumi keeps it in the state; undefined if it is not set. */
export function timeoutsOf(request: OptionsRequest): Timeouts | undefined {
  const given = request.getCustomtimeouts();
  const texts = { create: given?.getCreate(), update: given?.getUpdate(), delete: given?.getDelete() };
  const set = Object.entries(texts).filter(([, text]) => text);
  if (set.length === 0) return undefined;
  return Object.fromEntries(set.map(([name, text]) => [name, seconds(text!)]));
}
