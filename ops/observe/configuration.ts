import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { inRoot } from '../../paths.ts';

const FOLDER = inRoot('observability');

/** A file of `observability/` with what stands in braces filled in, as data. */
function filled(file: string, values: Record<string, string>): Record<string, unknown> {
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
  return parse(
    Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`{${name}}`, value), text),
  );
}

interface Scraped {
  stage: string;
  /** The base address of the stage's API. */
  api: string;
  /** Where Alertmanager listens, as host:port; undefined when there is none. */
  alertmanager: string | undefined;
}

/** What Prometheus is started with for a stage: what it scrapes, the rules, and whom it tells. */
export function prometheusConfiguration({ stage, api, alertmanager }: Scraped): string {
  const { protocol, host, pathname } = new URL(api);
  const configuration = filled('prometheus.yml', {
    RULES: `${FOLDER}/rules`,
    SCHEME: protocol.replace(':', ''),
    HOST: host,
    PATH: `${pathname.replace(/\/$/, '')}/metrics`,
    STAGE: stage,
    ALERTMANAGER: alertmanager ?? '',
  });
  if (!alertmanager) delete configuration.alerting;
  return stringify(configuration);
}

/** What Alertmanager is started with. Without an address to call, its own pages show what rings. */
export function alertmanagerConfiguration(webhook: string | undefined): string {
  const configuration = filled('alertmanager.yml', { WEBHOOK: webhook ?? '' });
  if (!webhook)
    configuration.receivers = (configuration.receivers as { name: string }[]).map(({ name }) => ({ name }));
  return stringify(configuration);
}
