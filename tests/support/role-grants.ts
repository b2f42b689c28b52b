import {
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { isTracing } from '../../ops/plan/rules/tracing-rules.ts';
import { clientConfig } from './engine.ts';

/** A statement of a policy, as IAM has it. */
export interface Statement {
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** What a function's role is granted. */
export interface RoleGrants {
  fn: string;
  service: string;
  attached: string[];
  statements: Statement[];
}

const iam = new IAMClient(clientConfig());

/** X-Ray's actions know no resources; TRACING_RULES say which there are. */
export const sendsMoreThanTraces = (statement: Statement): boolean => !isTracing(statement);

/** Asks IAM for a role's policies; `fn` is whose it is. */
export async function grantsOfRole(fn: string, roleArn: string): Promise<RoleGrants> {
  const RoleName = roleArn.split('/').at(-1)!;
  const statements: Statement[] = [];
  const attached: string[] = [];
  for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      statements.push(...[JSON.parse(decodeURIComponent(PolicyDocument!)).Statement].flat());
    }
  }
  for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
    attached.push(...(page.AttachedPolicies ?? []).map((policy) => policy.PolicyArn!));
  }
  return { fn, service: fn.replace('shop-test-shop-', '').split('-')[0]!, attached, statements };
}
