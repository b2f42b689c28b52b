import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPackage } from '../paths.ts';
import { SERVICE_IDS } from './needed-services.ts';

/** Where the SDK's package and the engines name a service otherwise. */
const NAMES: Record<string, string> = {
  'api-gateway': 'apigateway',
  'cloudwatch-logs': 'logs',
  eventbridge: 'events',
  sfn: 'stepfunctions',
};
/** What is there besides the program's clients: streams are polled by the engine, traces are sent without a client. */
const WITHOUT_CLIENT = ['dynamodbstreams'];

it('the engine has the services that there is a client for, and no other', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
  const clients = Object.keys({ ...dependencies, ...devDependencies })
    .flatMap((name) => /^@aws-sdk\/client-(.+)$/.exec(name)?.[1] ?? [])
    .map((name) => NAMES[name] ?? name);
  expect([...SERVICE_IDS].sort()).toEqual([...clients, ...WITHOUT_CLIENT].sort());
});
