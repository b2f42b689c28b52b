import type { Aws } from './aws.ts';
import { defineKind, isGone, type Kinds, orGone } from './kind.ts';
import { tagList, text } from './shape.ts';

interface Role {
  name: string;
  path?: string;
  description?: string;
  assumeRolePolicy: unknown;
  inlinePolicies?: { name?: string; policy?: unknown }[];
  managedPolicyArns?: string[];
  maxSessionDuration?: number;
  permissionsBoundary?: string;
  forceDetachPolicies?: boolean;
  tags?: Record<string, string>;
}

/**
 * Attaches a managed policy. One of AWS's own is ignored when the engine does not have it (it can load a thousand of them, and
 * does not by default): nothing depends on them there.
 */
async function attach(RoleName: string, PolicyArn: string, aws: Aws): Promise<void> {
  try {
    await (await aws.iam()).attachRolePolicy({ RoleName, PolicyArn });
  } catch (error) {
    if (!isGone(error) || !PolicyArn.startsWith('arn:aws:iam::aws:policy/')) throw error;
  }
}

async function setPolicies(RoleName: string, wanted: Role, old: Role | undefined, aws: Aws): Promise<void> {
  const iam = await aws.iam();
  const inline = (wanted.inlinePolicies ?? []).filter(({ name }) => name);
  for (const { name, policy } of inline) {
    await iam.putRolePolicy({ RoleName, PolicyName: name, PolicyDocument: text(policy) });
  }
  for (const { name } of old?.inlinePolicies ?? []) {
    if (name && !inline.some((one) => one.name === name))
      await orGone(iam.deleteRolePolicy({ RoleName, PolicyName: name }));
  }
  const managed = wanted.managedPolicyArns ?? [];
  for (const arn of managed) if (!old?.managedPolicyArns?.includes(arn)) await attach(RoleName, arn, aws);
  for (const PolicyArn of old?.managedPolicyArns ?? []) {
    if (!managed.includes(PolicyArn)) await orGone(iam.detachRolePolicy({ RoleName, PolicyArn }));
  }
}

/** Deletes a role, after its policies were removed: IAM refuses otherwise. */
async function deleteRole(RoleName: string, aws: Aws): Promise<void> {
  const iam = await aws.iam();
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  for (const PolicyName of PolicyNames) await orGone(iam.deleteRolePolicy({ RoleName, PolicyName }));
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
  for (const { PolicyArn } of AttachedPolicies) await orGone(iam.detachRolePolicy({ RoleName, PolicyArn }));
  await iam.deleteRole({ RoleName });
}

const role = defineKind<Role>({
  inputs: [
    'name',
    'path',
    'description',
    'assumeRolePolicy',
    'inlinePolicies',
    'managedPolicyArns',
    'maxSessionDuration',
    'permissionsBoundary',
    'forceDetachPolicies',
  ],
  noEffect: ['tags'],
  name: { property: 'name', max: 64 },
  replaceOn: ['name', 'path', 'permissionsBoundary'],
  async create(inputs, { aws }) {
    const { Role: made } = await (await aws.iam()).createRole({
      RoleName: inputs.name,
      Path: inputs.path,
      Description: inputs.description,
      AssumeRolePolicyDocument: text(inputs.assumeRolePolicy),
      MaxSessionDuration: inputs.maxSessionDuration,
      PermissionsBoundary: inputs.permissionsBoundary,
      Tags: tagList(inputs.tags),
    });
    await setPolicies(inputs.name, inputs, undefined, aws);
    return {
      id: inputs.name,
      outputs: { arn: made?.Arn, uniqueId: made?.RoleId, createDate: made?.CreateDate?.toISOString() },
    };
  },
  find: async ({ name }) => [{ id: name }],
  async update(inputs, old, { aws, changed }) {
    const iam = await aws.iam();
    const RoleName = old.id;
    if (changed.includes('assumeRolePolicy')) {
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: text(inputs.assumeRolePolicy) });
    }
    if (changed.includes('description') || changed.includes('maxSessionDuration')) {
      await iam.updateRole({
        RoleName,
        Description: inputs.description ?? '',
        MaxSessionDuration: inputs.maxSessionDuration,
      });
    }
    await setPolicies(RoleName, inputs, old.inputs, aws);
    return {};
  },
  delete: ({ id }, { aws }) => deleteRole(id, aws),
  async read(id, { aws }) {
    const { Role: found } = await (await aws.iam()).getRole({ RoleName: id });
    return {
      name: id,
      arn: found?.Arn,
      assumeRolePolicy: decodeURIComponent(found?.AssumeRolePolicyDocument ?? ''),
    };
  },
});

interface RolePolicy {
  role: string;
  name: string;
  policy: unknown;
}

const rolePolicy = defineKind<RolePolicy>({
  inputs: ['role', 'name', 'policy'],
  name: { property: 'name', max: 128 },
  replaceOn: ['role', 'name'],
  identity: ({ role: owner, name }) => `${owner}:${name}`,
  container: { type: 'aws:iam/role:Role', id: ({ role: owner }) => owner },
  async create(inputs, { aws }) {
    const { role: RoleName, name: PolicyName } = inputs;
    await (await aws.iam()).putRolePolicy({ RoleName, PolicyName, PolicyDocument: text(inputs.policy) });
    return { id: `${RoleName}:${PolicyName}` };
  },
  find: async ({ role: owner, name }) => [{ id: `${owner}:${name}` }],
  async update(inputs, _old, context) {
    await rolePolicy.create(inputs, context);
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.iam()).deleteRolePolicy({ RoleName: inputs.role, PolicyName: inputs.name }),
});

interface Attachment {
  role: string;
  policyArn: string;
}

const attachment = defineKind<Attachment>({
  inputs: ['role', 'policyArn'],
  identity: ({ role: owner, policyArn }) => `${owner}/${policyArn}`,
  container: { type: 'aws:iam/role:Role', id: ({ role: owner }) => owner },
  async create(inputs, { aws }) {
    await attach(inputs.role, inputs.policyArn, aws);
    return { id: `${inputs.role}/${inputs.policyArn}` };
  },
  find: async ({ role: owner, policyArn }) => [{ id: `${owner}/${policyArn}` }],
  delete: async ({ inputs }, { aws }) =>
    (await aws.iam()).detachRolePolicy({ RoleName: inputs.role, PolicyArn: inputs.policyArn }),
});

interface Policy {
  name: string;
  path?: string;
  description?: string;
  policy: unknown;
  tags?: Record<string, string>;
}

async function dropVersions(PolicyArn: string, aws: Aws): Promise<void> {
  const iam = await aws.iam();
  const { Versions = [] } = await iam.listPolicyVersions({ PolicyArn });
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await orGone(iam.deletePolicyVersion({ PolicyArn, VersionId }));
  }
}

const policy = defineKind<Policy>({
  inputs: ['name', 'path', 'description', 'policy'],
  noEffect: ['tags'],
  name: { property: 'name', max: 128 },
  replaceOn: ['name', 'path', 'description'],
  async create(inputs, { aws }) {
    const { Policy: made } = await (await aws.iam()).createPolicy({
      PolicyName: inputs.name,
      Path: inputs.path,
      Description: inputs.description,
      PolicyDocument: text(inputs.policy),
      Tags: tagList(inputs.tags),
    });
    return { id: made?.Arn ?? '', outputs: { arn: made?.Arn, policyId: made?.PolicyId } };
  },
  find: async ({ name, path = '/' }, { aws }) => [{ id: `arn:aws:iam::${aws.account}:policy${path}${name}` }],
  async update(inputs, old, { aws }) {
    await dropVersions(old.id, aws);
    const PolicyDocument = text(inputs.policy);
    await (await aws.iam()).createPolicyVersion({ PolicyArn: old.id, PolicyDocument, SetAsDefault: true });
    return {};
  },
  async delete({ id }, { aws }) {
    await dropVersions(id, aws);
    await (await aws.iam()).deletePolicy({ PolicyArn: id });
  },
});

export const kinds: Kinds = {
  'aws:iam/role:Role': role,
  'aws:iam/rolePolicy:RolePolicy': rolePolicy,
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': attachment,
  'aws:iam/policy:Policy': policy,
};
