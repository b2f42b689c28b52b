import { ACCOUNT } from './providers/aws.ts';
import { isSame, isUnknown, type Properties, type Value } from './values.ts';

/** The settings that an AWS provider has for its resources. */
export interface ProviderSettings {
  /** Their region; by default the stage's. */
  readonly region?: string;
  readonly tags?: Record<string, string>;
}

/** Arguments about how AWS is reached. They are ignored, since they do not change the resources. */
const NO_MATTER = new Set([
  'customCaBundle',
  'ec2MetadataServiceEndpoint',
  'ec2MetadataServiceEndpointMode',
  'httpProxy',
  'httpsProxy',
  'insecure',
  'maxRetries',
  'noProxy',
  'retryMode',
  's3UsEast1RegionalEndpoint',
  's3UsePathStyle',
  'skipCredentialsValidation',
  'skipMetadataApiCheck',
  'skipRegionValidation',
  'skipRequestingAccountId',
  'stsRegion',
  'tokenBucketRateLimiterCapacity',
  'useDualstackEndpoint',
  'useFipsEndpoint',
  'userAgents',
  'version',
]);

const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/**
 * Reads the arguments of an AWS provider: the stage's own (`--config aws:...`) or one that the program has created. Region and
 * tags are supported, and the account is checked.
 *
 * @throws Error naming an argument that means another account or is not supported, or a region that does not exist.
 */
export function awsSettings(given: Properties): ProviderSettings {
  const args = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, parsed(value)]));
  const { region, defaultTags, allowedAccountIds, forbiddenAccountIds, ...rest } = args;
  const foreign = Object.keys(rest).filter((name) => !NO_MATTER.has(name) && !isEmpty(rest[name]));
  if (foreign.length > 0) {
    throw new Error(
      `an AWS provider on a local stage follows region and defaultTags, and not ${foreign.join(', ')}: there is one account, ${ACCOUNT}`,
    );
  }
  if (
    (Array.isArray(allowedAccountIds) &&
      allowedAccountIds.length > 0 &&
      !allowedAccountIds.includes(ACCOUNT)) ||
    (Array.isArray(forbiddenAccountIds) && forbiddenAccountIds.includes(ACCOUNT))
  ) {
    throw new Error(
      `allowedAccountIds and forbiddenAccountIds shut out ${ACCOUNT}, the account of local stages`,
    );
  }
  if (!isEmpty(region) && !isUnknown(region) && !REGION.test(String(region))) {
    throw new Error(`the region "${region}" is none of AWS's`);
  }
  return { region: known(region), tags: tagsOf(defaultTags) };
}

/** The arguments of the stage's own provider, out of all of the stage's. */
export const ownArguments = (config: Record<string, string>): Properties =>
  Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => name.startsWith('aws:'))
      .map(([name, value]) => [name.slice('aws:'.length), value]),
  );

/** Parses an argument: values that are not text are sent as JSON. */
function parsed(value: Value | undefined): Value | undefined {
  if (typeof value !== 'string' || !/^[[{]|^(true|false|null|\d+)$/.test(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || [null, '', false].includes(value as null) || isSame(value, []) || isSame(value, {});

const known = (region: Value | undefined): string | undefined =>
  isEmpty(region) || isUnknown(region) ? undefined : String(region);

function tagsOf(defaultTags: Value | undefined): Record<string, string> | undefined {
  if (isEmpty(defaultTags) || typeof defaultTags !== 'object') return undefined;
  return (defaultTags as { tags?: Record<string, string> }).tags;
}
