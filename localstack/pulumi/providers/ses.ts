import type { EventType } from '@aws-sdk/client-ses';
import { defineKind, type Kinds } from './kind.ts';

interface EmailIdentity {
  email: string;
}

/** A sender's address. An engine takes it for verified at once; SES first sends its owner an email. */
const emailIdentity = defineKind<EmailIdentity>({
  inputs: ['email'],
  replaceOn: ['email'],
  identity: ({ email }) => email,
  async create({ email }, { aws }) {
    await (await aws.ses()).verifyEmailIdentity({ EmailAddress: email });
    return { id: email, outputs: { arn: `arn:aws:ses:${aws.region}:${aws.account}:identity/${email}` } };
  },
  find: async ({ email }) => [{ id: email }],
  delete: async ({ id }, { aws }) => (await aws.ses()).deleteIdentity({ Identity: id }),
});

interface DomainIdentity {
  domain: string;
}

/** A sender's domain, which is verified once its owner has published the token. */
const domainIdentity = defineKind<DomainIdentity>({
  inputs: ['domain'],
  replaceOn: ['domain'],
  identity: ({ domain }) => domain,
  async create({ domain }, { aws }) {
    const { VerificationToken } = await (await aws.ses()).verifyDomainIdentity({ Domain: domain });
    const arn = `arn:aws:ses:${aws.region}:${aws.account}:identity/${domain}`;
    return { id: domain, outputs: { arn, verificationToken: VerificationToken } };
  },
  find: async ({ domain }) => [{ id: domain }],
  delete: async ({ id }, { aws }) => (await aws.ses()).deleteIdentity({ Identity: id }),
});

/** Easy DKIM of a domain: SES generates the keys, and signs once the records are published. It is deleted with the domain's identity. */
const domainDkim = defineKind<DomainIdentity>({
  inputs: ['domain'],
  replaceOn: ['domain'],
  identity: ({ domain }) => domain,
  async create({ domain }, { aws }) {
    const { DkimTokens } = await (await aws.ses()).verifyDomainDkim({ Domain: domain });
    return { id: domain, outputs: { dkimTokens: DkimTokens } };
  },
  find: async ({ domain }) => [{ id: domain }],
  delete: async () => {},
});

interface ConfigurationSet {
  name: string;
}

/** What emails are sent under, so that SES tells what becomes of them. */
const configurationSet = defineKind<ConfigurationSet>({
  inputs: ['name'],
  name: { property: 'name', max: 64 },
  replaceOn: ['name'],
  async create({ name }, { aws }) {
    await (await aws.ses()).createConfigurationSet({ ConfigurationSet: { Name: name } });
    return {
      id: name,
      outputs: { arn: `arn:aws:ses:${aws.region}:${aws.account}:configuration-set/${name}` },
    };
  },
  find: async ({ name }) => [{ id: name }],
  delete: async ({ id }, { aws }) => (await aws.ses()).deleteConfigurationSet({ ConfigurationSetName: id }),
});

interface EventDestination {
  name: string;
  configurationSetName: string;
  enabled?: boolean;
  matchingTypes: EventType[];
  snsDestination: { topicArn: string };
}

/**
 * Where SES publishes what becomes of the emails of a configuration set. An engine takes each name once in an account, where SES takes
 * it once in a set, and does not let it go with its set.
 */
const eventDestination = defineKind<EventDestination>({
  inputs: ['name', 'configurationSetName', 'enabled', 'matchingTypes', 'snsDestination'],
  parts: { snsDestination: ['topicArn'] },
  identity: ({ configurationSetName, name }) => `${configurationSetName}/${name}`,
  async create({ name, configurationSetName, enabled = false, matchingTypes, snsDestination }, { aws }) {
    await (await aws.ses()).createConfigurationSetEventDestination({
      ConfigurationSetName: configurationSetName,
      EventDestination: {
        Name: name,
        Enabled: enabled,
        MatchingEventTypes: matchingTypes,
        SNSDestination: { TopicARN: snsDestination.topicArn },
      },
    });
    const set = `arn:aws:ses:${aws.region}:${aws.account}:configuration-set/${configurationSetName}`;
    return { id: name, outputs: { arn: `${set}/event-destination/${name}` } };
  },
  find: async ({ name }) => [{ id: name }],
  delete: async ({ id, inputs }, { aws }) =>
    (await aws.ses()).deleteConfigurationSetEventDestination({
      ConfigurationSetName: inputs.configurationSetName,
      EventDestinationName: id,
    }),
});

export const kinds: Kinds = {
  'aws:ses/configurationSet:ConfigurationSet': configurationSet,
  'aws:ses/eventDestination:EventDestination': eventDestination,
  'aws:ses/emailIdentity:EmailIdentity': emailIdentity,
  'aws:ses/domainIdentity:DomainIdentity': domainIdentity,
  'aws:ses/domainDkim:DomainDkim': domainDkim,
};
