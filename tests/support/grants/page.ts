import type { Grant } from './grants.ts';

/** What a role is granted and which test files use it, as a row of docs/grants.md. */
export interface Row {
  of: string;
  may: string;
  shownBy: string[];
}

/** Every function may write its log and send its traces: that is said once, above the table. */
const isEverybodys = ({ action }: Grant): boolean => /^(logs|xray):/.test(action);

/** A resource by what people call it: without its kind of address, the stage's name, and what is different in each deployment. */
export const nameOf = (resource: string, prefix: string): string =>
  resource
    .replace(/^arn:aws:[^:]*:[^:]*:[^:]*:/, '')
    .replace(prefix, '')
    .replace(/^(function|stateMachine|execution|identity)[:/]/, '')
    .replace(/^table\/(\w+?)(?:Table)*-[a-z]{8}/, '$1')
    .replace(/\/stream\/.*/, ' stream')
    .replace(/\/index\//, '.');

/** One row for each that has a role; `filesOf` says which files use a grant. */
export function rowsOf(grants: Grant[], prefix: string, filesOf: (grant: Grant) => string[]): Row[] {
  const byHolder = Map.groupBy(
    grants.filter((grant) => !isEverybodys(grant)),
    ({ of }) => of,
  );
  return [...byHolder]
    .map(([of, own]) => ({ of, may: mayOf(own, prefix), shownBy: fewest(own.map(filesOf)) }))
    .toSorted((one, other) => (one.of < other.of ? -1 : 1));
}

/** More are counted: which they are stands in the stacks. */
const NAMED = 10;

/** As `dynamodb GetItem, PutItem: Orders; states StartExecution: order-saga`. */
function mayOf(grants: Grant[], prefix: string): string {
  const byResource = Map.groupBy(grants, ({ action, resource }) => {
    return `${action.split(':')[0]} ${nameOf(resource, prefix)}`;
  });
  const lines = [...byResource].map(([key, own]) => {
    const [service, ...resource] = key.split(' ');
    const operations = [...new Set(own.map(({ action }) => action.split(':')[1]!))].toSorted();
    return { does: `${service} ${operations.join(', ')}`, on: resource.join(' ') };
  });
  return [...Map.groupBy(lines, ({ does }) => does)]
    .map(([does, own]) => {
      const names = own.map(({ on }) => on).toSorted();
      return `${does}: ${names.length > NAMED ? `${names.length} resources` : names.join(', ')}`;
    })
    .toSorted()
    .join('; ');
}

/** Few files that together use all that is used: the one that uses most, then the one that uses most of the rest, and so on. */
export function fewest(filesOfEach: string[][]): string[] {
  let rest = filesOfEach.filter((files) => files.length > 0);
  const chosen: string[] = [];
  while (rest.length > 0) {
    const counts = Map.groupBy(rest.flat(), (file) => file);
    const [most] = [...counts].toSorted(
      ([one, its], [other, others]) => others.length - its.length || (one < other ? -1 : 1),
    )[0]!;
    chosen.push(most);
    rest = rest.filter((files) => !files.includes(most));
  }
  return chosen.toSorted();
}

const HEAD = '| who | may | shown by |\n|---|---|---|';

const tableOf = (rows: Row[]): string =>
  `${HEAD}\n${rows.map(({ of, may, shownBy }) => `| ${of} | ${may} | ${shownBy.join(', ')} |\n`).join('')}`;

/** A page with its table written anew: what stands before the table stays. */
export const pageWith = (page: string, rows: Row[]): string => page.split(HEAD)[0] + tableOf(rows);

/** @throws Error when the page has no table. */
export function rowsIn(page: string): Row[] {
  const [, table] = page.split(`${HEAD}\n`);
  if (table === undefined) throw new Error('the page has no table of grants');
  return table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, of, may, shownBy]) => ({ of: of!, may: may!, shownBy: shownBy ? shownBy.split(', ') : [] }));
}
