import type { Resource } from '@serverless-orders/localstack';

/** What has to be true of every resource of some kind, by what the state of a deployment says of it. */
export interface Rule {
  name: string;
  /** What would happen without it. */
  because: string;
  /** What to do about a resource that breaks it. */
  remedy: string;
  /** The resources that it is about. */
  about: (resource: Resource, all: Resource[]) => boolean;
  /** What is wrong with one of them; nothing if all is well. */
  wrong: (resource: Resource, all: Resource[]) => string[];
}

/** A resource that is not as a rule has it. */
export interface Broken {
  rule: Rule;
  urn: string;
  fault: string;
}

/** What breaks a rule. */
export const broken = (rule: Rule, resources: Resource[]): Broken[] =>
  resources
    .filter((resource) => rule.about(resource, resources))
    .flatMap((resource) =>
      rule.wrong(resource, resources).map((fault) => ({ rule, urn: resource.urn, fault })),
    );

/** Each fault with the name of its resource. */
export const violations = (rule: Rule, resources: Resource[]): string[] =>
  broken(rule, resources).map(({ urn, fault }) => `${urn}: ${fault}`);

/** The name of a resource in the program: the end of its URN. */
export const nameOf = ({ urn }: Pick<Resource, 'urn'>): string => urn.slice(urn.lastIndexOf('::') + 2);

export interface Statement {
  Effect: string;
  Principal?: string | Record<string, string | string[]>;
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** The statements of a policy that allow something. */
export function allowing(policy: unknown): Statement[] {
  const document = typeof policy === 'string' ? JSON.parse(policy) : policy;
  return [(document as { Statement?: Statement | Statement[] } | undefined)?.Statement ?? []]
    .flat()
    .filter(({ Effect }) => Effect === 'Allow');
}

/** What a key may be, by whichever operator asks for it to be equal or alike; those that let an absent key pass do not. */
export function required({ Condition = {} }: Statement, key: string): string[] {
  const asking = Object.entries(Condition).filter(([operator]) =>
    /^(String|Arn)(Equals|Like)$/.test(operator),
  );
  return asking.flatMap(([, keys]) =>
    Object.entries(keys)
      .filter(([name]) => name.toLowerCase() === key.toLowerCase())
      .flatMap(([, values]) => values),
  );
}

/** An address that names one account and something in it: no `*` before the last part. */
export const namesSource = (arn: string): boolean =>
  /^arn:aws:[a-z-]+:[a-z0-9-]*:\d{12}:[^*]/.test(arn) || /^arn:aws:s3:::[^*]+/.test(arn);
