import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inLocal } from '../../paths.ts';

const folder = () => inLocal('test', 'requests');

/** Where the requests to AWS of a sender are kept, a line of JSON each, for `npm test -- aws` to look at. */
export const requestsFile = (sender: string): string => join(folder(), `${sender}.jsonl`);

/** Where the engine keeps which permissions the roles of a stage have used, beside the requests of its functions. */
export const permissionsFile = (project: string): string =>
  requestsFile(`functions of ${project}`).replace(/\.jsonl$/, '.permissions');

/** The same, empty: those of an earlier run are not its own. */
export function freshRequestsFile(sender: string): string {
  const file = requestsFile(sender);
  mkdirSync(folder(), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** What the tests before have left. */
export const requestFiles = (): string[] =>
  existsSync(folder())
    ? readdirSync(folder())
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => join(folder(), name))
    : [];
