import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CountedName, METRICS } from '../../functions/contracts/metrics.ts';
import { labelSets } from '../../functions/telemetry/label-sets.ts';
import { filled, PROMTOOL, programOf, RULES } from '../support/prometheus.ts';

const observability = fileURLToPath(new URL('../../observability/', import.meta.url));
const AMTOOL = programOf('amtool');

interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  labels?: { severity?: string };
  annotations?: { summary?: string; runbook?: string };
}

const rules = readdirSync(RULES).flatMap((file) =>
  (parse(readFileSync(join(RULES, file), 'utf8')).groups as { rules: Rule[] }[]).flatMap(
    (group) => group.rules,
  ),
);
const alerts = rules.flatMap((rule) => (rule.alert ? [{ ...rule, alert: rule.alert }] : []));
const tests = readdirSync(join(observability, 'tests')).map((file) => join(observability, 'tests', file));

/** What a person gets who runs the program, also when it fails. */
function run(program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (thrown) {
    const { stdout, stderr } = thrown as { stdout: string; stderr: string };
    return `failed: ${stdout}${stderr}`;
  }
}

describe('the rules of Prometheus', () => {
  it('ask for metrics that there are', () => {
    const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
    const known = (name: string) =>
      recorded.has(name) || name === 'up' || Object.hasOwn(METRICS, name.replace(/_(bucket|sum|count)$/, ''));
    const asked = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/([a-z_][\w:]*)(?=[{[]| [>=]=?)/g)].map(([, name = '']) => name),
    );
    expect(asked.length).toBeGreaterThan(30);
    expect([...new Set(asked)].filter((name) => !known(name))).toEqual([]);
  });

  // A comparison with a value that nothing counts never matches, and the alert stays silent.
  it('ask for outcomes that there are', () => {
    const service = { service: 'orders' };
    const counted = new Map<string, readonly (readonly string[])[]>(
      labelSets({
        instances: [{ ...service, instance: 'a' }],
        consumers: [{ ...service, consumer: 'a' }],
        publishers: ['orders'],
        currency: 'EUR',
      }),
    );
    const asked = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/(\w+)\{[^}]*\boutcome(?:=~?|!=|!~)"([^"]*)"/g)].flatMap(
        ([, name = '', values = '']) =>
          values.split('|').map((value) => ({ name: name.replace(/_(bucket|sum|count)$/, ''), value })),
      ),
    );
    expect(asked.length).toBeGreaterThan(8);
    const isCounted = ({ name, value }: (typeof asked)[number]) => {
      const at = METRICS[name as CountedName]!.labels.indexOf('outcome');
      return counted.get(name)?.some((labels) => labels[at] === value);
    };
    expect(asked.filter((one) => !isCounted(one))).toEqual([]);
  });

  it.each(alerts)(
    '$alert says how bad it is, what it is, and where to read on',
    ({ labels, annotations }) => {
      expect(['page', 'ticket']).toContain(labels?.severity);
      expect(annotations?.summary).toBeTruthy();
      const [page = '', anchor] = (annotations?.runbook ?? '').split('#');
      const text = readFileSync(join(observability, '..', page), 'utf8');
      const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      if (anchor) expect(anchors).toContain(anchor);
    },
  );

  it('fire in a test, each of them', () => {
    const texts = tests.map((file) => readFileSync(file, 'utf8')).join();
    const untested = alerts.filter(({ alert }) => !texts.includes(alert));
    expect(untested.map(({ alert }) => alert)).toEqual([]);
  });
});

describe.skipIf(!PROMTOOL)('the rules of Prometheus, by promtool (skipped where it is not installed)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(readdirSync(RULES))('%s is taken', (file) => {
    expect(run(PROMTOOL!, 'check', 'rules', join(RULES, file))).toContain('SUCCESS');
  });

  it.each(tests)(
    '%s holds',
    (file) => {
      expect(run(PROMTOOL!, 'test', 'rules', file)).toMatch(/^Unit Testing:.*\n +SUCCESS\s*$/);
    },
    60_000,
  );

  it('are in a configuration that is taken', () => {
    const path = join(folder, 'prometheus.yml');
    const values = {
      RULES,
      ALERTMANAGER: '127.0.0.1:9093',
      SCHEME: 'http',
      PATH: '/metrics',
      HOST: '127.0.0.1:1',
    };
    writeFileSync(path, filled('prometheus.yml', { ...values, STAGE: 'local' }));
    expect(run(PROMTOOL!, 'check', 'config', path)).toMatch(/is valid prometheus config file/);
  });

  it.skipIf(!AMTOOL)('reach people by a configuration of Alertmanager that is taken', () => {
    const path = join(folder, 'alertmanager.yml');
    writeFileSync(path, filled('alertmanager.yml', { WEBHOOK: 'http://127.0.0.1:1/' }));
    expect(run(AMTOOL!, 'check-config', path)).toMatch(/SUCCESS/);
  });
});
