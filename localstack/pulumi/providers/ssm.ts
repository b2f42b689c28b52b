import { defineKind, type Kinds } from './kind.ts';
import { tagList } from './shape.ts';

interface Parameter {
  name: string;
  type: string;
  value?: string;
  insecureValue?: string;
  description?: string;
  tier?: string;
  allowedPattern?: string;
  dataType?: string;
  keyId?: string;
  overwrite?: boolean;
  tags?: Record<string, string>;
}

const put = (parameter: Parameter) => ({
  Name: parameter.name,
  Type: parameter.type as 'String',
  Value: parameter.value ?? parameter.insecureValue,
  Description: parameter.description,
  Tier: parameter.tier as 'Standard' | undefined,
  AllowedPattern: parameter.allowedPattern,
  DataType: parameter.dataType,
  KeyId: parameter.keyId,
});

const parameter = defineKind<Parameter>({
  inputs: [
    'name',
    'type',
    'value',
    'insecureValue',
    'description',
    'tier',
    'allowedPattern',
    'dataType',
    'keyId',
    'overwrite',
  ],
  noEffect: ['tags'],
  name: { property: 'name', max: 1011 },
  replaceOn: ['name'],
  async create(inputs, { aws }) {
    const { Version } = await (await aws.ssm()).putParameter({
      ...put(inputs),
      Overwrite: inputs.overwrite,
      Tags: tagList(inputs.tags),
    });
    const path = inputs.name.replace(/^\//, '');
    return {
      id: inputs.name,
      outputs: { arn: `arn:aws:ssm:${aws.region}:${aws.account}:parameter/${path}`, version: Version },
    };
  },
  find: async ({ name }) => [{ id: name }],
  async update(inputs, _old, { aws }) {
    const { Version } = await (await aws.ssm()).putParameter({ ...put(inputs), Overwrite: true });
    return { version: Version };
  },
  delete: async ({ id }, { aws }) => (await aws.ssm()).deleteParameter({ Name: id }),
  async read(id, { aws }) {
    const { Parameter: found } = await (await aws.ssm()).getParameter({ Name: id, WithDecryption: true });
    return { name: id, arn: found?.ARN, value: found?.Value, type: found?.Type };
  },
});

export const kinds: Kinds = { 'aws:ssm/parameter:Parameter': parameter };
