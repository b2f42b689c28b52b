import { type FunctionConfiguration, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { clientOptions } from '@serverless-orders/localstack';
import { nearest } from '../../packages/command-line/arguments.ts';
import { UserError } from '../../packages/command-line/user-error.ts';

export interface StageFunction {
  /** `<service>-<file>`, as in orders-place-order. */
  short: string;
  name: string;
  logGroup: string;
}

/** The functions of a stage; their names are `<app>-<stage>-<service>-<file>`. */
export async function stageFunctions(endpoint: string, stage: string): Promise<StageFunction[]> {
  const client = new LambdaClient(clientOptions(endpoint));
  const functions: FunctionConfiguration[] = [];
  for await (const page of paginateListFunctions({ client }, {})) functions.push(...(page.Functions ?? []));
  client.destroy();
  return functions.flatMap(({ FunctionName: name = '', LoggingConfig }) => {
    const at = name.indexOf(`-${stage}-`);
    if (at < 0) return [];
    const short = name.slice(at + stage.length + 2);
    return [{ short, name, logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${name}` }];
  });
}

/**
 * The function that a person means by `orders-place-order`, `place-order` or the full name.
 *
 * @throws UserError when it is none or more than one, with the names that there are.
 */
export function pickFunction(functions: StageFunction[], wanted: string | undefined): StageFunction {
  const exact = functions.filter(({ short, name }) => wanted === short || wanted === name);
  const ending = functions.filter(({ short }) => wanted && short.endsWith(`-${wanted}`));
  const matches = exact.length > 0 ? exact : ending;
  if (matches.length === 1) return matches[0]!;
  if (matches.length > 1)
    throw new UserError(`"${wanted}" is not one function`, `name one of ${shortNames(matches).join(', ')}`);
  const names = shortNames(functions);
  const meant = wanted === undefined ? undefined : nearest(wanted, [...names, ...names.map(withoutService)]);
  throw new UserError(
    wanted === undefined
      ? 'no function was named'
      : `there is no function "${wanted}"${meant ? `, only ${meant}` : ''}`,
    names.length > 0 ? `name one of these\n${byService(names)}` : 'npm start deploys them',
  );
}

const shortNames = (functions: StageFunction[]): string[] => functions.map(({ short }) => short).sort();

const withoutService = (short: string): string => short.slice(short.indexOf('-') + 1);

/** A line for each service, since a stage has about a hundred functions. */
const byService = (names: string[]): string =>
  [...Map.groupBy(names, (name) => name.split('-')[0]!)]
    .map(([service, own]) => `  ${service}: ${own.map(withoutService).join(', ')}`)
    .join('\n');
