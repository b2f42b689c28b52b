import { UserError } from '@serverless-orders/command-line/user-error';

/**
 * The address of a stage's API, as its deployment gave it out with the name of the stage: a domain of one's own says nothing of it.
 *
 * @param outputs - those of the last deployment from this folder, whichever stage that was.
 * @throws UserError when it was another stage's, or there was none.
 */
export function addressIn(outputs: Readonly<Record<string, unknown>>, stage: string): string {
  const { api, stage: deployed } = outputs;
  if (typeof api === 'string' && deployed === stage) return api;
  throw new UserError(
    `it is not known here where the API of the stage ${stage} is`,
    `say it: npm run smoke -- --stage ${stage} --url https://…`,
  );
}
