/** Requests, as so many a second, and so many at once. */
interface Rate {
  perSecond: number;
  atOnce: number;
}

/**
 * What one stage in AWS is, in a file of its own that is checked in, so that a change of it shows in review. Each field is a setting
 * (docs/settings.md), which the environment overrules: for secrets, which belong there alone, and for what one deployment tries
 * out.
 */
export interface StageConfig {
  /** The region that it is deployed to. */
  region: string;
  /** The accounts that it may be deployed to (twelve digits): with credentials of any other, nothing is deployed. */
  accounts: string[];
  /** Whether its data would be missed: then tables cannot be deleted, and outlive the stage. */
  keepsData: boolean;
  /**
   * The API's own name, and the certificate for it in ACM of the same region. Whoever keeps the DNS zone points the name to
   * what the deployment gives out.
   */
  domain?: { name: string; certificate: string };
  /** Origins whose scripts may call, as in https://shop.example. */
  corsOrigins?: string[];
  mail: {
    /** The address that emails come from. */
    sender: string;
    /** The domain of that address, if the shop may sign for it (DKIM): all addresses below it are verified at once. */
    domain?: string;
  };
  alarms: {
    /** Who hears alarms by email. */
    emails: string[];
    /** An https address that takes what SNS sends: a pager, or a bridge to a chat. */
    webhook?: string;
  };
  /** How many instances of each service answer RPC; 2 unless told. */
  instances?: { users?: number; orders?: number; inventory?: number; payments?: number };
  limits?: {
    /** Requests of the whole stage, of one customer, and of one address that nobody is signed in from. */
    api?: Rate;
    customer?: Rate;
    address?: Rate;
    /** How many executions of one consumer there can be at once. */
    consumerConcurrency?: number;
    /**
     * How many executions of what the logs call there can be at once: they are kept for it, and it takes no more. It takes an
     * account that may run at least 100 more at once.
     */
    countingConcurrency?: number;
  };
}

const rate = (value: Rate | undefined): string | undefined => value && `${value.perSecond}/${value.atOnce}`;

const text = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** A stage's file as settings, by their names and as they are written in an environment. */
export function settingsFrom(config: StageConfig): Record<string, string | undefined> {
  const { domain, mail, alarms, instances = {}, limits = {} } = config;
  return {
    REGION: config.region,
    ACCOUNTS: config.accounts.join(','),
    KEEPS_DATA: config.keepsData ? 'yes' : 'no',
    API_DOMAIN: domain?.name,
    API_CERTIFICATE: domain?.certificate,
    CORS_ORIGINS: config.corsOrigins?.join(','),
    MAIL_SENDER: mail.sender,
    MAIL_DOMAIN: mail.domain,
    ALARM_EMAIL: alarms.emails.join(','),
    ALARM_WEBHOOK: alarms.webhook,
    INSTANCES_USERS: text(instances.users),
    INSTANCES_ORDERS: text(instances.orders),
    INSTANCES_INVENTORY: text(instances.inventory),
    INSTANCES_PAYMENTS: text(instances.payments),
    RATE_LIMIT_API: rate(limits.api),
    RATE_LIMIT_CUSTOMER: rate(limits.customer),
    RATE_LIMIT_ADDRESS: rate(limits.address),
    CONSUMER_CONCURRENCY: text(limits.consumerConcurrency),
    COUNTING_CONCURRENCY: text(limits.countingConcurrency),
  };
}
