import { defineKind, type Kinds } from './kind.ts';

interface EmailIdentity {
  email: string;
}

/** An address that emails may come from. An engine takes it for verified at once; SES writes to its owner first. */
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

export const kinds: Kinds = { 'aws:ses/emailIdentity:EmailIdentity': emailIdentity };
