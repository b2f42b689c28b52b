import { defineKind, type Kinds } from './kind.ts';

interface Alias {
  name: string;
  functionName: string;
  functionVersion: string;
  description?: string;
  routingConfig?: { additionalVersionWeights?: Record<string, number> };
}

/** An alias's name must not be a number, which would be a version (Lambda API, CreateAlias). */
const NAME = /^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/;

const written = ({ functionVersion, description, routingConfig }: Alias) => ({
  FunctionVersion: functionVersion,
  Description: description,
  RoutingConfig: { AdditionalVersionWeights: routingConfig?.additionalVersionWeights ?? {} },
});

/** A name for a version of a function, which can be moved to another while the function's address stays. */
const alias = defineKind<Alias>({
  inputs: ['name', 'functionName', 'functionVersion', 'description', 'routingConfig'],
  parts: { routingConfig: ['additionalVersionWeights'] },
  replaceOn: ['name', 'functionName'],
  identity: ({ functionName, name }) => `${functionName}:${name}`,
  container: { type: 'aws:lambda/function:Function', id: ({ functionName }) => functionName },
  check({ name, functionVersion, routingConfig }) {
    if (!NAME.test(name)) throw new Error(`an alias cannot be called "${name}"`);
    const weights = Object.keys(routingConfig?.additionalVersionWeights ?? {});
    // https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
    if (weights.length > 0 && functionVersion === '$LATEST')
      throw new Error('an alias of $LATEST cannot share its calls with another version');
  },
  async create(inputs, { aws }) {
    const { functionName: FunctionName, name: Name } = inputs;
    const { AliasArn: arn = '' } = await (await aws.lambda()).createAlias({
      FunctionName,
      Name,
      ...written(inputs),
    });
    const invokeArn = `arn:aws:apigateway:${aws.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
    return { id: arn, outputs: { arn, invokeArn } };
  },
  find: async ({ functionName, name }, { aws }) => [
    { id: `arn:aws:lambda:${aws.region}:${aws.account}:function:${functionName}:${name}` },
  ],
  async update(inputs, _old, { aws }) {
    const { functionName: FunctionName, name: Name } = inputs;
    await (await aws.lambda()).updateAlias({ FunctionName, Name, ...written(inputs) });
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.lambda()).deleteAlias({ FunctionName: inputs.functionName, Name: inputs.name }),
});

export const kinds: Kinds = { 'aws:lambda/alias:Alias': alias };
