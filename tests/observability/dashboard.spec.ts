import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import * as z from 'zod/mini';
import { METRICS } from '../../functions/contracts/metrics.ts';
import { PROMTOOL, RULES } from '../support/prometheus.ts';

const source = readFileSync(new URL('../../observability/grafana/shop.json', import.meta.url), 'utf8');

const Datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.literal(`\${datasource}`) });
const GridPos = z.strictObject({
  x: z.int().check(z.gte(0), z.lte(23)),
  y: z.int().check(z.gte(0)),
  w: z.int().check(z.gte(1), z.lte(24)),
  h: z.int().check(z.gte(1)),
});
const Target = z.strictObject({
  refId: z.string().check(z.regex(/^[A-Z]$/)),
  datasource: Datasource,
  expr: z.string().check(z.minLength(1)),
  legendFormat: z.string(),
  exemplar: z.optional(z.boolean()),
  instant: z.optional(z.boolean()),
});
const Thresholds = z.strictObject({
  mode: z.literal('absolute'),
  steps: z.array(z.strictObject({ color: z.string(), value: z.nullable(z.number()) })),
});
const Panel = z.strictObject({
  id: z.int(),
  type: z.enum(['timeseries', 'stat']),
  title: z.string().check(z.minLength(1)),
  description: z.string(),
  datasource: Datasource,
  targets: z.array(Target).check(z.minLength(1)),
  fieldConfig: z.strictObject({
    defaults: z.strictObject({
      unit: z.enum(['short', 's', 'reqps', 'ops', 'percentunit']),
      min: z.optional(z.number()),
      custom: z.optional(z.record(z.string(), z.unknown())),
      thresholds: Thresholds,
    }),
    overrides: z.array(z.unknown()),
  }),
  options: z.record(z.string(), z.unknown()),
  gridPos: GridPos,
});
const Row = z.strictObject({
  id: z.int(),
  type: z.literal('row'),
  title: z.string(),
  collapsed: z.literal(false),
  panels: z.array(z.unknown()).check(z.maxLength(0)),
  gridPos: GridPos,
});

/** The parts of Grafana's dashboard model that this one uses (Grafana documentation, "Dashboard JSON model"); nothing else passes. */
const Dashboard = z.strictObject({
  uid: z.string().check(z.regex(/^[\w-]{1,40}$/)),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  schemaVersion: z.literal(39),
  version: z.int(),
  editable: z.boolean(),
  timezone: z.literal('utc'),
  refresh: z.string(),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  graphTooltip: z.int(),
  templating: z.strictObject({
    list: z.array(z.looseObject({ name: z.string(), type: z.enum(['datasource', 'query']) })),
  }),
  annotations: z.strictObject({ list: z.array(z.looseObject({ name: z.string(), expr: z.string() })) }),
  panels: z.array(z.union([Panel, Row])),
});

const dashboard = Dashboard.parse(JSON.parse(source));
const panels = dashboard.panels.filter((panel): panel is z.infer<typeof Panel> => panel.type !== 'row');
const expressions = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));

/** As Grafana fills it in. */
const inserted = (expr: string) =>
  expr.replaceAll('$__rate_interval', '5m').replaceAll('$stage', 'production');

const recorded = readdirSync(RULES).flatMap((file) =>
  (parse(readFileSync(join(RULES, file), 'utf8')).groups as { rules: { record?: string }[] }[]).flatMap(
    ({ rules }) => rules.flatMap(({ record }) => record ?? []),
  ),
);

describe('the dashboard of Grafana', () => {
  it('has panels with ids of their own that lie beside each other', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const occupied = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(occupied).size).toBe(occupied.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });

  it.each(expressions)('$title: asks for metrics that there are, of the chosen stage: $expr', ({ expr }) => {
    const names = [...expr.matchAll(/([a-z_][\w:]*)\{([^}]*)\}/g)];
    expect(names.length).toBeGreaterThan(0);
    for (const [, name = '', selector = ''] of names) {
      const known = [...Object.keys(METRICS), ...recorded, 'up'];
      expect(known).toContain(known.includes(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
      expect(selector).toContain('stage="$stage"');
    }
  });

  it('uses variables that it declares', () => {
    const declared = dashboard.templating.list.map(({ name }) => name);
    const used = [...source.matchAll(/\$\{?(\w+)\}?/g)].map(([, name]) => name);
    expect([...new Set(used)].filter((name) => !declared.includes(name!))).toEqual(['__rate_interval']);
  });

  it('shows every metric', () => {
    const unseen = Object.keys(METRICS).filter((name) => !source.includes(name));
    // How often fallbacks stand in is in the calls that end without an answer; charges are in the revenue, refunds too.
    expect(unseen).toEqual(['service_call_fallbacks_total', 'sagas_total', 'charges_total', 'refunds_total']);
  });

  it.skipIf(!PROMTOOL)('is written in PromQL, by promtool (skipped where it is not installed)', () => {
    const rules = expressions.map(({ expr }, index) => ({ record: `panel:${index}`, expr: inserted(expr) }));
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    const path = join(folder, 'rules.yml');
    writeFileSync(path, stringify({ groups: [{ name: 'dashboard', rules }] }));
    const said = execFileSync(PROMTOOL!, ['check', 'rules', path], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(said).toContain(`SUCCESS: ${rules.length} rules found`);
  });
});
