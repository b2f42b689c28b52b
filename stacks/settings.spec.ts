import { readFileSync } from 'node:fs';
import { isControl } from '@serverless-orders/stages/controls';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../functions/contracts/limits.ts';

import { configOf, stages } from '../stages.ts';
import { checkedSettings, LONGEST_STAGE, SETTING_NAMES, type Settings, settingsOf } from './settings.ts';

const page = readFileSync(new URL('../docs/settings.md', import.meta.url), 'utf8');

/** What a stage in AWS has to say that has no file. */
const LEAST = {
  ACCOUNTS: '210987654321',
  MAIL_SENDER: 'shop@example.org',
  ALARM_EMAIL: 'oncall@example.org',
};

/** Stage, what it is set to, and what is then among its settings. */
const CASES: [stage: string, env: Record<string, string>, settings: Partial<Settings>][] = [
  ['local', {}, { MAIL_SENDER: 'shop@example.com', ALARM_EMAIL: ['oncall@example.com'] }],
  ['dev', LEAST, { MAIL_SENDER: 'shop@example.org', ALARM_EMAIL: ['oncall@example.org'] }],
  ['test-shop', { ALARM_EMAIL: 'a@b.example, c@d.example' }, { ALARM_EMAIL: ['a@b.example', 'c@d.example'] }],
  ['dev', LEAST, { ACCOUNTS: ['210987654321'], REGION: 'us-east-1', KEEPS_DATA: 'no' }],
  // What a stage's file says, and what its environment overrules.
  ['production', {}, { KEEPS_DATA: 'yes', MAIL_SENDER: 'orders@shop.example', RATE_LIMIT_API: '500/1000' }],
  ['production', { RATE_LIMIT_API: '5/10' }, { RATE_LIMIT_API: '5/10', RATE_LIMIT_CUSTOMER: '50/100' }],
  ['pr-12', {}, { INSTANCES_USERS: 1, KEEPS_DATA: 'no' }],
  ['dev', LEAST, { RATE_LIMIT_CUSTOMER: '50/100', RATE_LIMIT_ADDRESS: '10/100' }],
  ['dev', LEAST, { RATE_LIMIT_API: '500/1000' }],
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
  ['dev', { ...LEAST, CONSUMER_CONCURRENCY: '20' }, { CONSUMER_CONCURRENCY: 20 }],
  ['dev', { ...LEAST, METRICS_TOKEN: 'a1b2c3d4e5f6a7b8c9d0' }, { METRICS_TOKEN: 'a1b2c3d4e5f6a7b8c9d0' }],
  ['dev', LEAST, { OTEL_TRACES_SAMPLER: 'xray', OTEL_TRACES_SAMPLER_ARG: 1 }],
  [
    'dev',
    { ...LEAST, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 0.1 },
  ],
  [
    'local',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=x' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=x' },
  ],
  ['local', {}, { LOG_DEBUG_SHARE: 0 }],
  ['dev', LEAST, { LOG_DEBUG_SHARE: 0.01 }],
  ['local', {}, { SAGA_PAUSES: 0.05, SAGA_OVERDUE_SECONDS: LIMITS.pendingSeconds }],
  [
    'test-shop',
    { SAGA_PAUSES: '0.01', SAGA_OVERDUE_SECONDS: '2.5' },
    { SAGA_PAUSES: 0.01, SAGA_OVERDUE_SECONDS: 2.5 },
  ],
  ['local-x', { SAGA_PAUSES: '1', SAGA_OVERDUE_SECONDS: '0' }, { SAGA_PAUSES: 1, SAGA_OVERDUE_SECONDS: 0 }],
  // In AWS nobody makes the saga's pauses shorter.
  [
    'dev',
    { ...LEAST, SAGA_PAUSES: '0.01', SAGA_OVERDUE_SECONDS: '1' },
    { SAGA_PAUSES: 1, SAGA_OVERDUE_SECONDS: LIMITS.pendingSeconds },
  ],
  [
    'local',
    { AUTH_ROLES: 'staff=shop admins, oncall=sre,staff=a=b' },
    { AUTH_ROLES: { 'shop admins': 'staff', sre: 'oncall', 'a=b': 'staff' } },
  ],
  ['local', { AUTH_ISSUER: 'http://127.0.0.1:8080/realm' }, { AUTH_ISSUER: 'http://127.0.0.1:8080/realm' }],
  ['local', { AUTH_JWKS_URI: 'http://127.0.0.1:8080/keys' }, { AUTH_JWKS_URI: 'http://127.0.0.1:8080/keys' }],
];

/** Each setting, and how it cannot be written. */
const WRONG: Record<string, string[]> = {
  REGION: ['', 'us-east', 'eu_west_1'],
  ACCOUNTS: ['', '1234', '123456789012,', 'a'],
  KEEPS_DATA: ['', 'true'],
  API_DOMAIN: ['', 'shop', 'https://api.shop.example', 'api.shop.example/'],
  API_CERTIFICATE: ['', 'arn:aws:iam::123456789012:server-certificate/x'],
  MAIL_DOMAIN: ['', 'shop', 'a@shop.example'],
  ALARM_WEBHOOK: ['', 'http://pager.example/sns', 'pager'],
  COUNTING_CONCURRENCY: ['', '0', 'many'],
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
  AUTH_JWKS_URI: ['login.example.com/keys', 'http://login.example.com/keys', ''],
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

  it('wants a stage without a file to say where it may go, who sends mail and who hears alarms', () => {
    const least = /ACCOUNTS is not set.*MAIL_SENDER is not set.*ALARM_EMAIL is not set/;
    expect(() => settingsOf('dev', {})).toThrow(least);
  });

  it('names all that is wrong at once, with what it is', () => {
    const env = {
      MAIL_SENDER: 'shop',
      INSTANCES_USERS: '9',
      RATE_LIMIT_API: 'many',
      API_DOMAIN: 'a.example',
    };
    const wrong = [
      'ACCOUNTS is not set',
      'MAIL_SENDER .*"shop"',
      'ALARM_EMAIL is not set',
      'RATE_LIMIT_API .*"many"',
      'INSTANCES_USERS .*"9"',
      'API_CERTIFICATE is not set',
    ];
    expect(() => settingsOf('dev', env)).toThrow(new RegExp(wrong.join('.*')));
  });

  it.each([
    [{ API_CERTIFICATE: 'arn:aws:acm:us-east-1:210987654321:certificate/ab-12' }, /API_DOMAIN is not set/],
    [{ MAIL_DOMAIN: 'shop.example' }, /MAIL_SENDER has to be an address of MAIL_DOMAIN/],
  ])('finds the contradiction in %o', (env, fault) => {
    expect(() => settingsOf('dev', { ...LEAST, ...env })).toThrow(fault);
  });

  it('refuses a stage whose name is longer than the names of functions leave room for', () => {
    expect(() => settingsOf('s'.repeat(LONGEST_STAGE), LEAST)).not.toThrow();
    expect(() => settingsOf('s'.repeat(LONGEST_STAGE + 1), LEAST)).toThrow('can have 20');
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

describe('the files of stages', () => {
  it.each(stages.map((stage) => stage.replace('*', '7')))('%s is whole', (stage) => {
    expect(configOf(stage)).toBeDefined();
    expect(() => settingsOf(stage, {})).not.toThrow();
  });

  it.each(stages.map((stage) => stage.replace('*', '7')))(
    '%s is not deployed with the examples that it comes with, all of which are named',
    (stage) => {
      const examples = /ACCOUNTS is still the example.*MAIL_SENDER is still.*ALARM_EMAIL is still/;
      expect(() => checkedSettings(stage, {})).toThrow(examples);
    },
  );

  it('are deployed once they say whose', () => {
    const own = {
      ...LEAST,
      CORS_ORIGINS: 'https://shop.test',
      MAIL_DOMAIN: 'shop.test',
      MAIL_SENDER: 'a@shop.test',
      ALARM_EMAIL: 'b@shop.test',
      ALARM_WEBHOOK: 'https://pager.test/sns',
      API_DOMAIN: 'api.shop.test',
      API_CERTIFICATE: 'arn:aws:acm:us-east-1:210987654321:certificate/ab-12',
    };
    expect(checkedSettings('production', own)).toMatchObject({
      KEEPS_DATA: 'yes',
      API_DOMAIN: 'api.shop.test',
    });
  });
});
