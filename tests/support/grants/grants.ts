import type { Resource } from '@serverless-orders/localstack';
import { allowing } from '../../../ops/plan/rules/rule.ts';

/** One action on one resource that a role is granted. */
export interface Grant {
  role: string;
  /** The function or state machine whose role it is, by its name without app and stage; instances of a service are one. */
  of: string;
  action: string;
  resource: string;
}

/** What has a role, by type: the properties with its own name and with the role's ARN. */
const HOLDERS: Record<string, [name: string, role: string]> = {
  'aws:lambda/function:Function': ['name', 'role'],
  'aws:sfn/stateMachine:StateMachine': ['name', 'roleArn'],
};

/** Instances of a service have the same code and the same grants, and the balancer chooses among them: any stands for all. */
const alike = (name: string): string => name.replace(/-rpc-[a-h]$/, '-rpc-?');

/** Every grant of the roles that a deployment has made, by its state. */
export function grantsOf(resources: Resource[], prefix: string): Grant[] {
  return resources
    .filter(({ type, external }) => type === 'aws:iam/role:Role' && !external)
    .flatMap((role) => {
      const of = alike(holderOf(role, resources).replace(prefix, ''));
      const inline = (role.inputs.inlinePolicies ?? []) as { policy?: unknown }[];
      const attached = resources.filter(
        ({ type, inputs }) => type === 'aws:iam/rolePolicy:RolePolicy' && inputs.role === role.outputs.name,
      );
      return [...inline, ...attached.map(({ inputs }) => inputs)]
        .flatMap(({ policy }) => allowing(policy))
        .flatMap(({ Action = [], Resource = [] }) =>
          [Action].flat().flatMap((action) =>
            [Resource].flat().map((resource) => ({
              role: String(role.outputs.name),
              of,
              action,
              resource: alike(resource),
            })),
          ),
        );
    });
}

/** @throws Error when nothing has the role: then nothing can use what it grants. */
function holderOf(role: Resource, all: Resource[]): string {
  for (const { type, inputs, outputs } of all) {
    const [name, key] = HOLDERS[type] ?? [];
    if (name && key && (inputs[key] === role.outputs.arn || outputs[key] === role.outputs.arn))
      return String(outputs[name]);
  }
  throw new Error(`nothing has the role ${role.outputs.name}`);
}
