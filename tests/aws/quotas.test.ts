import { readFileSync, writeFileSync } from 'node:fs';
import type { Resource } from '@serverless-orders/localstack';
import { beforeAll, describe, expect, it } from 'vitest';
import { productionResources } from '../support/production.ts';
import { passed, QUOTAS, SOURCES } from './quotas.ts';
import { eventsOf } from './saga-history.ts';

const page = new URL('../../docs/quotas.md', import.meta.url);
const [BEGIN, END] = ['<!-- figures -->\n', '<!-- end of figures -->'];

const number = (value: number): string => value.toLocaleString('en-US');

/** The tables of the page: what is to be raised, and everything with its figure. */
function tables(all: Resource[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const raised = QUOTAS.flatMap(({ service, quota, limit, raise }) =>
    raise
      ? [
          `| ${service} | ${cell(quota)} | ${number(limit)} | ${number(raise.to)} (${raise.code}) | ${raise.because} |`,
        ]
      : [],
  );
  const rows = QUOTAS.map(
    ({ service, quota, limit, what, figure }) =>
      `| [${service}](${SOURCES[service]}) | ${cell(quota)} | ${number(limit)} | ${number(figure(all))} | ${cell(what)} |`,
  );
  return [
    'Ask for these before the first customer:\n',
    '| service | quota | at first | ask for | because |\n|---|---|---|---|---|',
    ...raised,
    '\nAll that were looked at, with what production counts today:\n',
    '| service | quota | limit | today | of what |\n|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

describe('quotas of AWS', () => {
  let all: Resource[] = [];

  beforeAll(() => {
    all = productionResources();
  });

  it.each(QUOTAS)('$service, $quota: production stays below', (quota) => {
    expect(passed(quota, all)).toBeUndefined();
  });

  it.each(QUOTAS)('$service, $quota: the figure is one', ({ figure, service }) => {
    const now = figure(all);
    expect(Number.isFinite(now)).toBe(true);
    // Zero would be a way of counting that finds nothing; of SSM nothing is what is wanted.
    if (service === 'SSM') expect(now).toBe(0);
    else expect(now).toBeGreaterThan(0);
  });

  it.each(QUOTAS)('$service, $quota: a figure beyond it is found', (quota) => {
    const beyond = Math.max(quota.limit, quota.raise?.to ?? 0) + 1;
    expect(passed({ ...quota, figure: () => beyond }, all)).toContain(number(beyond).replaceAll(',', ''));
  });

  it('stand in docs/quotas.md as they are today', () => {
    const text = readFileSync(page, 'utf8');
    const [before, rest = ''] = text.split(BEGIN);
    const [told, after] = rest.split(END);
    const now = `\n${tables(all)}\n`;
    if (process.env.UPDATE_DOCS) writeFileSync(page, `${before}${BEGIN}${now}${END}${after}`);
    else expect(told, 'UPDATE_DOCS=1 npm test -- aws writes them anew').toBe(now);
  });

  it('counts the events of an execution', () => {
    const States = {
      A: { Type: 'Task', Retry: [{ ErrorEquals: ['x'], MaxAttempts: 2 }, { ErrorEquals: ['States.ALL'] }] },
      B: { Type: 'Succeed' },
    };
    expect(eventsOf(JSON.stringify({ States }))).toBe(2 + (2 + 4 * (1 + 2 + 3)) + 2);
  });
});
