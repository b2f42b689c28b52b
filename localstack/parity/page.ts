import type { EngineKind } from '../engine/kind.ts';
import { inLine, outcomes } from './print.ts';
import type { Row } from './row.ts';
import type { readTimes, StoredResults, WallTime } from './stored-results.ts';
import type { Verdict } from './verdict.ts';

export interface CheckedEngine {
  kind: Pick<EngineKind, 'id' | 'title' | 'needs' | 'lacks'>;
  results: StoredResults | undefined;
}

/**
 * The page about engines: what they lack, how long they take, and the results of the parity check on each.
 *
 * @param root the folder that the rows' tests are named from; the page lies in a folder in it.
 */
export function enginesPage(
  rows: Row[],
  engines: CheckedEngine[],
  { machine, times }: ReturnType<typeof readTimes>,
  root: string,
): string {
  const checked = engines.filter(({ results }) => results !== undefined);
  const services = [...new Set(rows.map(({ service }) => service))];
  return [
    '# Engines',
    '',
    '<!-- Made by `npm run engine:parity -- --write` from localstack/parity, localstack/engine and docs/engines/. -->',
    '',
    'The same program runs on every engine: it never asks which one it is. Where an engine differs from what AWS',
    'documents, the program does not depend on the difference, and a test shows that.',
    '',
    ...engines.flatMap(({ kind }) => aboutEngine(kind)),
    '## Wall times',
    '',
    `Measured on ${machine}; machines differ, ratios hold. They stand in docs/engines/times.json; \`-- --page\` writes them here.`,
    '',
    ...timesTable(times, engines),
    '',
    '## What was checked',
    '',
    '`npm run engine:parity` tries each behaviour on the engine that runs. ✓ is as AWS documents it; anything else is what',
    'was seen instead. The last column says whether the program relies on it, and what keeps a difference from doing harm.',
    '',
    ...checked.map((engine) => `- ${sum(rows, engine, root)}`),
    ...services.flatMap((service) => [
      '',
      `### ${service}`,
      '',
      ...rowsTable(
        rows.filter((row) => row.service === service),
        checked,
        root,
      ),
    ]),
    '',
  ].join('\n');
}

function aboutEngine({ id, title, needs, lacks }: CheckedEngine['kind']): string[] {
  return [
    `## ${title}: \`ENGINE=${id}\``,
    '',
    ...(needs.length > 0 ? [`It needs, beside Node: ${needs.join('; ')}.`, ''] : []),
    ...table(
      ['differs from AWS', 'what that means here'],
      lacks.map(({ feature, effect }) => [feature, effect]),
    ),
    '',
  ];
}

function timesTable(times: WallTime[], engines: CheckedEngine[]): string[] {
  const kinds = engines.map(({ kind }) => kind);
  return table(
    ['', ...kinds.map(({ title }) => title)],
    times.map(({ what, took }) => [what, ...kinds.map(({ id }) => took[id] ?? 'not measured')]),
  );
}

function rowsTable(rows: Row[], engines: CheckedEngine[], root: string): string[] {
  return table(
    ['behaviour', 'AWS', ...engines.map(({ kind }) => kind.title), 'the program'],
    rows.map((row) => [
      row.behaviour,
      `[${row.documented}](https://docs.aws.amazon.com/${row.source})`,
      ...engines.map((engine) => seenCell(row, engine, root)),
      effectCell(row),
    ]),
  );
}

function seenCell(row: Row, { results = {} }: CheckedEngine, root: string): string {
  if (!(row.id in results)) return 'not checked';
  return verdict(row, results[row.id], root) === 'same' ? '✓' : `\`${inLine(results[row.id])}\``;
}

function effectCell({ reliedOn, difference }: Row): string {
  const relies = { yes: 'relies on it', soon: 'will rely on it', no: 'does not rely on it' }[reliedOn];
  return difference ? `${relies}; ${difference.program} ([test](../${difference.test}))` : relies;
}

function sum(rows: Row[], { kind, results = {} }: CheckedEngine, root: string): string {
  const seen = rows.filter(({ id }) => id in results);
  const same = seen.filter((row) => verdict(row, results[row.id], root) === 'same').length;
  return `${kind.title}: ${same} of ${seen.length} as AWS documents`;
}

const verdict = (row: Row, seen: unknown, root: string): Verdict =>
  outcomes([row], [{ id: row.id, seen, took: 0 }], root)[0]!.verdict;

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}
