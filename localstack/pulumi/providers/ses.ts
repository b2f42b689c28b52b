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

export const kinds: Kinds = {
  'aws:ses/emailIdentity:EmailIdentity': emailIdentity,
  'aws:ses/domainIdentity:DomainIdentity': domainIdentity,
  'aws:ses/domainDkim:DomainDkim': domainDkim,
};
