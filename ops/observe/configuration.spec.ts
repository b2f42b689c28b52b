import { engineFolders } from '@serverless-orders/localstack';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alertmanagerConfiguration, prometheusConfiguration } from './configuration.ts';
import { startAlertmanager, startPrometheus } from './start.ts';

const API = 'http://127.0.0.1:4567/_aws/execute-api/abc/local';
/** What nobody has filled in. */
const BRACES = /\{[A-Z]+\}/;

describe('prometheusConfiguration', () => {
  it('scrapes the metrics of the stage, and tells Alertmanager', () => {
    const text = prometheusConfiguration({ stage: 'local', api: API, alertmanager: '127.0.0.1:9093' });
    const { scrape_configs, alerting, rule_files } = parse(text);
    expect(scrape_configs).toMatchObject([
      {
        scheme: 'http',
        metrics_path: '/_aws/execute-api/abc/local/metrics',
        static_configs: [{ targets: ['127.0.0.1:4567'], labels: { stage: 'local' } }],
      },
    ]);
    expect(alerting.alertmanagers[0].static_configs[0].targets).toEqual(['127.0.0.1:9093']);
    expect(rule_files[0]).toMatch(/\/observability\/rules\/\*\.yml$/);
    expect(text).not.toMatch(BRACES);
  });

  it('tells nobody without Alertmanager', () => {
    const text = prometheusConfiguration({ stage: 'local', api: API, alertmanager: undefined });
    expect(parse(text)).not.toHaveProperty('alerting');
  });
});

describe('alertmanagerConfiguration', () => {
  it('calls an address if there is one', () => {
    const { receivers } = parse(alertmanagerConfiguration('http://127.0.0.1:1/hook'));
    expect(receivers[0].webhook_configs[0].url).toBe('http://127.0.0.1:1/hook');
  });

  it('calls nobody else', () => {
    const text = alertmanagerConfiguration(undefined);
    expect(text).not.toMatch(/webhook|\{[A-Z]+\}/);
    expect(parse(text).receivers.map(({ name }: { name: string }) => name)).toEqual(['pages', 'tickets']);
  });
});

describe('What is not installed', () => {
  const observed = {
    folders: engineFolders('test-nothing'),
    stage: 'local',
    api: API,
    webhook: undefined,
    env: { PATH: '/nowhere' },
  };

  it('is left out by name, with what to install', async () => {
    expect(await startPrometheus(observed)).toEqual({
      skipped: expect.stringMatching(/^Prometheus is not installed .*apt install .* prometheus\)$/),
    });
    expect(await startAlertmanager(observed)).toEqual({
      skipped: expect.stringMatching(/^Alertmanager is not installed .* prometheus-alertmanager\)$/),
    });
  });
});
