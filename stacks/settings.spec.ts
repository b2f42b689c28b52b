import { readFileSync } from 'node:fs';
import { isControl } from '@serverless-orders/stages/controls';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../functions/contracts/limits.ts';
import { SETTING_NAMES, type Settings, settingsOf } from './settings.ts';

const page = readFileSync(new URL('../docs/settings.md', import.meta.url), 'utf8');

/** What a stage in AWS has to say. */
const LEAST = { MAIL_SENDER: 'shop@example.org', ALARM_EMAIL: 'oncall@example.org' };

/** Stage, what it is set to, and what is then among its settings. */
const CASES: [stage: string, env: Record<string, string>, settings: Partial<Settings>][] = [
  ['local', {}, { MAIL_SENDER: 'shop@example.com', ALARM_EMAIL: ['oncall@example.com'] }],
  ['production', LEAST, { MAIL_SENDER: 'shop@example.org', ALARM_EMAIL: ['oncall@example.org'] }],
  ['test-shop', { ALARM_EMAIL: 'a@b.example, c@d.example' }, { ALARM_EMAIL: ['a@b.example', 'c@d.example'] }],
  ['production', LEAST, { RATE_LIMIT_CUSTOMER: '50/100', RATE_LIMIT_ADDRESS: '10/100' }],
  ['production', LEAST, { RATE_LIMIT_API: '500/1000' }],
  ['local', {}, { RATE_LIMIT_CUSTOMER: '50/100', RATE_LIMIT_ADDRESS: '1000/1000' }],
  ['test-shop', { RATE_LIMIT_ADDRESS: '5/5' }, { RATE_LIMIT_ADDRESS: '5/5' }],
  ['local', {}, { CORS_ORIGINS: [] }],
  ['local', { CORS_ORIGINS: '' }, { CORS_ORIGINS: [] }],
  [
    'local',
    { CORS_ORIGINS: 'https://shop.example,http://localhost:5173' },
    { CORS_ORIGINS: ['https://shop.example', 'http://localhost:5173'] },
  ],
  ['local', { INSTANCES_USERS: '3' }, { INSTANCES_USERS: 3, INSTANCES_ORDERS: 2 }],
  ['production', { ...LEAST, CONSUMER_CONCURRENCY: '20' }, { CONSUMER_CONCURRENCY: 20 }],
  [
    'production',
    { ...LEAST, METRICS_TOKEN: 'a1b2c3d4e5f6a7b8c9d0' },
    { METRICS_TOKEN: 'a1b2c3d4e5f6a7b8c9d0' },
  ],
  ['production', LEAST, { OTEL_TRACES_SAMPLER: 'xray', OTEL_TRACES_SAMPLER_ARG: 1 }],
  [
    'production',
    { ...LEAST, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 0.1 },
  ],
  [
    'local',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=x' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=x' },
  ],
  ['local', {}, { LOG_DEBUG_SHARE: 0 }],
  ['production', LEAST, { LOG_DEBUG_SHARE: 0.01 }],
  ['local', {}, { SAGA_PAUSES: 0.05, SAGA_OVERDUE_SECONDS: LIMITS.pendingSeconds }],
  [
    'test-shop',
    { SAGA_PAUSES: '0.01', SAGA_OVERDUE_SECONDS: '2.5' },
    { SAGA_PAUSES: 0.01, SAGA_OVERDUE_SECONDS: 2.5 },
  ],
  ['local-x', { SAGA_PAUSES: '1', SAGA_OVERDUE_SECONDS: '0' }, { SAGA_PAUSES: 1, SAGA_OVERDUE_SECONDS: 0 }],
  // In AWS nobody makes the saga's pauses shorter.
  [
    'production',
    { ...LEAST, SAGA_PAUSES: '0.01', SAGA_OVERDUE_SECONDS: '1' },
    { SAGA_PAUSES: 1, SAGA_OVERDUE_SECONDS: LIMITS.pendingSeconds },
  ],
  [
    'local',
    { AUTH_ROLES: 'staff=shop admins, oncall=sre,staff=a=b' },
    { AUTH_ROLES: { 'shop admins': 'staff', sre: 'oncall', 'a=b': 'staff' } },
  ],
  ['local', { AUTH_ISSUER: 'http://127.0.0.1:8080/realm' }, { AUTH_ISSUER: 'http://127.0.0.1:8080/realm' }],
];

/** Each setting, and how it cannot be written. */
const WRONG: Record<string, string[]> = {
  OTEL_TRACES_SAMPLER: ['', 'always_on', 'XRAY'],
  OTEL_TRACES_SAMPLER_ARG: ['', '-0.1', '1.1', 'half'],
  OTEL_EXPORTER_OTLP_ENDPOINT: ['', '127.0.0.1:4318', 'http://collector.example:4318'],
  OTEL_EXPORTER_OTLP_HEADERS: ['', ' '],
  MAIL_SENDER: ['', 'shop', 'shop@', 'a b@example.org', 'a@b.example,c@d.example'],
  ALARM_EMAIL: ['', 'oncall', 'a@b.example,', 'a@b.example;c@d.example'],
  PASSWORD_PAGE: ['', '/password', 'http://shop.example/password'],
  EMAIL_PAGE: ['', '/email', 'http://shop.example/email'],
  UNVERIFIED_MAY_ORDER: ['', 'maybe', 'true'],
  LOG_DEBUG_SHARE: ['', '1.1', '-0.1', '1 %'],
  METRICS_TOKEN: ['', 'too short', 'twenty characters, with blanks', 'x'.repeat(201)],
  MAIL_LIMIT: ['', '60', '0/60', 'many'],
  CORS_ORIGINS: [
    '*',
    'null',
    'shop.example',
    'https://shop.example/',
    'https://shop.example/path',
    'https://a b',
    'data:,',
  ],
  RATE_LIMIT_API: ['50', '0/100', '50/0', '-1/5', '1.5/2', 'many', '50/100/200', ''],
  RATE_LIMIT_CUSTOMER: ['50'],
  RATE_LIMIT_ADDRESS: ['50/0'],
  CONSUMER_CONCURRENCY: ['1', '1001', '2.5', 'many', ''],
  INSTANCES_USERS: ['0', '9', '-1', '1.5', 'two', ''],
  INSTANCES_ORDERS: ['0'],
  INSTANCES_INVENTORY: ['0'],
  INSTANCES_PAYMENTS: ['0'],
  AUTH_ISSUER: ['login.example.com', 'http://login.example.com', ''],
  AUTH_AUDIENCE: ['', ' '],
  AUTH_ROLES_CLAIM: [''],
  AUTH_ROLES: ['root=admins', 'staff', 'staff=', ''],
  SAGA_PAUSES: ['fast', '-1', '2', ''],
  SAGA_OVERDUE_SECONDS: ['soon', '-1', '', 'Infinity'],
};

describe('settingsOf', () => {
  it.each(CASES)('%s, with %o: %o', (stage, env, settings) => {
    expect(settingsOf(stage, env)).toMatchObject(settings);
  });

  it.each(Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [name, value])))(
    'refuses %s="%s" by its name',
    (name, value) => {
      expect(() => settingsOf('local', { [name!]: value })).toThrow(name);
    },
  );

  it.each(['production', 'dev', 'staging'])(
    'wants %s to say who sends mail and who hears alarms',
    (stage) => {
      expect(() => settingsOf(stage, {})).toThrow(/MAIL_SENDER is not set.*ALARM_EMAIL is not set/);
    },
  );

  it('names all that is wrong at once, with what it is', () => {
    const env = { MAIL_SENDER: 'shop', INSTANCES_USERS: '9', RATE_LIMIT_API: 'many' };
    const wrong = [
      'MAIL_SENDER .*"shop"',
      'ALARM_EMAIL is not set',
      'RATE_LIMIT_API .*"many"',
      'INSTANCES_USERS .*"9"',
    ];
    expect(() => settingsOf('production', env)).toThrow(new RegExp(wrong.join('.*')));
  });

  it.each(SETTING_NAMES)(
    'has cases of %s, which a .env file may set, and tells of it in docs/settings.md',
    (name) => {
      expect(WRONG).toHaveProperty(name);
      expect(isControl(name)).toBe(false);
      expect(page).toContain(`\`${name}\``);
    },
  );
});
