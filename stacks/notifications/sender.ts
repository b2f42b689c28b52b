/// <reference path="../../.sst/platform/config.d.ts" />
import { settings } from '../stage-settings.ts';

export interface Sender {
  /** The address that emails come from. */
  address: $util.Input<string>;
  /** What sending has to be allowed for. */
  arn: $util.Output<string>;
  /** What the owner of the domain publishes, as lines of a zone; none where an address is verified alone. */
  records?: $util.Output<string[]>;
}

/**
 * Who emails come from: an address of a domain whose mail SES signs (Easy DKIM), or one address, to which SES writes at the first
 * deployment. https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export function mailSender(): Sender {
  const { MAIL_SENDER, MAIL_DOMAIN } = settings();
  if (MAIL_DOMAIN === undefined) {
    const identity = new aws.ses.EmailIdentity('MailSender', { email: MAIL_SENDER });
    return { address: identity.email, arn: identity.arn };
  }
  const identity = new aws.ses.DomainIdentity('MailDomain', { domain: MAIL_DOMAIN });
  const dkim = new aws.ses.DomainDkim('MailDomainKeys', { domain: identity.domain });
  const records = $util
    .all([identity.verificationToken, dkim.dkimTokens])
    .apply(([token, keys]) => [
      `_amazonses.${MAIL_DOMAIN} TXT "${token}"`,
      ...keys.map((key) => `${key}._domainkey.${MAIL_DOMAIN} CNAME ${key}.dkim.amazonses.com`),
    ]);
  return { address: MAIL_SENDER, arn: identity.arn, records };
}
