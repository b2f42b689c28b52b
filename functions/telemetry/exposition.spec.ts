import { describe, expect, it } from 'vitest';
import { Deltas } from './deltas.ts';
import { exposition, formatFor } from './exposition.ts';
import { withZeros } from './zeros.ts';

const PROMETHEUS =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

const ACCEPTS: [accept: string | undefined, format: string][] = [
  [undefined, 'prometheus'],
  ['', 'prometheus'],
  ['*/*', 'prometheus'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'prometheus'],
  ['text/plain', 'prometheus'],
  ['application/openmetrics-text', 'openmetrics'],
  ['Application/OpenMetrics-Text; Version=1.0.0', 'openmetrics'],
  ['application/openmetrics-text; version=2.0.0', 'prometheus'],
  ['application/openmetrics-text;q=0', 'prometheus'],
  ['application/openmetrics-text;q=0.3, text/plain;q=0.7', 'prometheus'],
  ['application/openmetrics-text;q=0.7, text/plain;q=0.3', 'openmetrics'],
  [PROMETHEUS, 'openmetrics'],
];

const exemplar = { traceId: 'a'.repeat(32), value: 0.02, at: 1_795_758_316_705 };

function counted() {
  const deltas = new Deltas();
  deltas.count('emails_total', ['sent'], 3);
  deltas.observe('outbox_lag_seconds', ['orders'], 0.02, exemplar);
  deltas.observe('outbox_lag_seconds', ['orders'], 700);
  return [...deltas];
}
const measured = [{ name: 'orders_parked', labels: [], value: 2 }];

const HISTOGRAM = (trace = '') =>
  [
    '# HELP outbox_lag_seconds How old events were when they were published.',
    '# TYPE outbox_lag_seconds histogram',
    'outbox_lag_seconds_bucket{service="orders",le="0.005"} 0',
    'outbox_lag_seconds_bucket{service="orders",le="0.01"} 0',
    `outbox_lag_seconds_bucket{service="orders",le="0.025"} 1${trace}`,
    ...['0.05', '0.1', '0.25', '0.5', '1.0', '2.5', '5.0', '10.0', '60.0', '600.0'].map(
      (le) => `outbox_lag_seconds_bucket{service="orders",le="${le}"} 1`,
    ),
    'outbox_lag_seconds_bucket{service="orders",le="+Inf"} 2',
    'outbox_lag_seconds_sum{service="orders"} 700.02',
    'outbox_lag_seconds_count{service="orders"} 2',
  ].join('\n');

const GAUGE = [
  '# HELP orders_parked Messages about orders that wait for manual intervention, about.',
  '# TYPE orders_parked gauge',
  'orders_parked 2',
].join('\n');

describe('what Prometheus reads', () => {
  it.each(ACCEPTS)('comes for Accept: %s as %s', (accept, format) => {
    expect(formatFor(accept)).toBe(format);
  });

  it('is plain text without exemplars', () => {
    expect(exposition({ counted: counted(), measured, format: 'prometheus' })).toBe(
      `${[
        '# HELP emails_total Emails, by whether the mail service took them.',
        '# TYPE emails_total counter',
        'emails_total{outcome="sent"} 3',
        HISTOGRAM(),
        GAUGE,
      ].join('\n')}\n`,
    );
  });

  it('is OpenMetrics with exemplars, families without _total, and an end', () => {
    expect(exposition({ counted: counted(), measured, format: 'openmetrics' })).toBe(
      `${[
        '# HELP emails Emails, by whether the mail service took them.',
        '# TYPE emails counter',
        'emails_total{outcome="sent"} 3',
        HISTOGRAM(` # {trace_id="${exemplar.traceId}"} 0.02 1795758316.705`),
        GAUGE,
        '# EOF',
      ].join('\n')}\n`,
    );
  });

  it('escapes the values of labels', () => {
    const deltas = new Deltas();
    deltas.count('emails_total', ['a "b"\\\n'], 1);
    expect(exposition({ counted: [...deltas], measured: [], format: 'prometheus' })).toContain(
      'emails_total{outcome="a \\"b\\"\\\\\\n"} 1',
    );
  });

  it('has series that were never counted at 0, beside those that no label set foresees', () => {
    const all = withZeros(counted(), [['emails_total', [['failed'], ['sent']]]]);
    const text = exposition({ counted: all, measured: [], format: 'prometheus' });
    expect(text.split('\n').filter((line) => line.startsWith('emails_total{'))).toEqual([
      'emails_total{outcome="failed"} 0',
      'emails_total{outcome="sent"} 3',
    ]);
    expect(text).toContain('outbox_lag_seconds_count{service="orders"} 2');
  });
});
