import { defineKind, type Kinds } from './kind.ts';
import { functionName } from './shape.ts';

interface Permission {
  statementId: string;
  function: string;
  action: string;
  principal: string;
  sourceArn?: string;
  sourceAccount?: string;
  qualifier?: string;
  functionUrlAuthType?: string;
  eventSourceToken?: string;
}

const permission = defineKind<Permission>({
  inputs: [
    'statementId',
    'function',
    'action',
    'principal',
    'sourceArn',
    'sourceAccount',
    'qualifier',
    'functionUrlAuthType',
    'eventSourceToken',
  ],
  noEffect: ['invokedViaFunctionUrl'],
  name: { property: 'statementId', max: 100 },
  identity: ({ function: target, statementId }) => `${functionName(target)}/${statementId}`,
  container: { type: 'aws:lambda/function:Function', id: ({ function: target }) => functionName(target) },
  serial: ({ function: target }) => `policy of ${functionName(target)}`,
  async create(inputs, { aws }) {
    await (await aws.lambda()).addPermission({
      FunctionName: inputs.function,
      StatementId: inputs.statementId,
      Action: inputs.action,
      Principal: inputs.principal,
      SourceArn: inputs.sourceArn,
      SourceAccount: inputs.sourceAccount,
      Qualifier: inputs.qualifier,
      FunctionUrlAuthType: inputs.functionUrlAuthType as 'NONE' | undefined,
      EventSourceToken: inputs.eventSourceToken,
    });
    return { id: inputs.statementId };
  },
  find: async ({ statementId }) => [{ id: statementId }],
  delete: async ({ id, inputs }, { aws }) =>
    (await aws.lambda()).removePermission({
      FunctionName: functionName(inputs.function),
      StatementId: id,
      Qualifier: inputs.qualifier,
    }),
});

export const kinds: Kinds = { 'aws:lambda/permission:Permission': permission };
