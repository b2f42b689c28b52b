import { shellWord } from '@serverless-orders/command-line/shell';
import { engineCredentials } from '../engine/credentials.ts';
import { runningStage } from '../engine/stage-engine.ts';
import { type LocalCommand, ofStage } from './command.ts';

/** Variables that AWS SDKs and the CLI would prefer to the printed ones. */
const IN_THE_WAY = ['AWS_PROFILE', 'AWS_SESSION_TOKEN'];

/**
 * Prints the variables by which any AWS SDK or CLI calls the engine of a stage, for the shell to evaluate.
 *
 * @example eval "$(npm run -s env)" && aws dynamodb list-tables
 */
export const env: LocalCommand = (_app, stage) =>
  ofStage({
    name: 'env',
    summary: 'prints what a shell has to export for AWS calls to the engine',
    stage,
    json: true,
    run: async (request) => {
      const { engine } = await runningStage(request.stage);
      const variables = engineVariables(engine.endpoint);
      return { lines: shellLines(variables), document: variables };
    },
  });

/** By their names, as SDKs and the AWS CLI know them. */
export function engineVariables(endpoint: string): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = engineCredentials(endpoint);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
}

/** For `eval`, in any shell of the Bourne family. */
export function shellLines(variables: Record<string, string>): string[] {
  const unset = IN_THE_WAY.filter((name) => !(name in variables));
  return [
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    `unset ${unset.join(' ')}`,
  ];
}
