import * as z from 'zod/mini';
import { operation } from './operation.ts';
import { lineOfText, named, pageOf, Time } from './schemas.ts';

const InstanceView = named(
  'Instance',
  z.strictObject({
    service: z.string(),
    /** Its name within the service. */
    cell: z.string(),
    address: z.string(),
    protocols: z.array(z.string()),
    /** Of its code; none when the deployment could not say. */
    version: z.optional(z.string()),
    weight: z.number(),
    registeredAt: Time,
    health: z.enum(['healthy', 'degraded', 'down', 'unknown']),
    drained: z.boolean(),
    /** Why it is drained, or not healthy. */
    reason: z.optional(z.string()),
    since: z.optional(Time),
  }),
);

/** The name of a service, or of an instance. */
const Name = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, 'Expected a name: letters, digits, dash'));
export const InstancePath = z.object({ service: Name, cell: Name });

const instance = {
  service: 'users',
  cell: 'a',
  address: 'arn:aws:lambda:us-east-1:000000000000:function:shop-production-users-rpc-a',
  protocols: ['connect', 'grpc-web'],
  version: 'J6tKnlxkGAJ1GBIEtQLQ0zL5mYb0oYFPFPx9l8rY3qY=',
  weight: 1,
  registeredAt: '2026-01-01T00:00:00.000Z',
  health: 'healthy',
  drained: false,
  since: '2026-01-01T00:01:00.000Z',
};
const NO_INSTANCE = 'There is no such instance';
const instances = {
  description: 'Every instance',
  body: pageOf(InstanceView),
  example: { items: [instance], next: null },
};

export const listInstances = operation({
  route: 'GET /registry',
  id: 'listInstances',
  summary: 'The instances of all services, and how they are',
  access: ['oncall'],
  answers: { 200: instances },
});

export const drainInstance = operation({
  route: 'POST /registry/{service}/{cell}/drain',
  id: 'drainInstance',
  summary: 'Take an instance out of service',
  description: 'Callers honour it within 10 seconds. Calls under way end as they would have.',
  access: ['oncall'],
  path: InstancePath,
  body: named('Draining', z.strictObject({ reason: lineOfText(200) })),
  bodyExample: { reason: 'It is slow since the last deployment' },
  answers: {
    200: {
      description: 'The instance',
      body: InstanceView,
      example: { ...instance, drained: true, reason: 'It is slow since the last deployment' },
    },
  },
  refuses: { 404: NO_INSTANCE },
});

export const restoreInstance = operation({
  route: 'POST /registry/{service}/{cell}/restore',
  id: 'restoreInstance',
  summary: 'Put an instance back into service',
  access: ['oncall'],
  path: InstancePath,
  answers: { 200: { description: 'The instance', body: InstanceView, example: instance } },
  refuses: { 404: NO_INSTANCE },
});

export const checkInstances = operation({
  route: 'POST /registry/probe',
  id: 'checkInstances',
  summary: 'Ask every instance now how it is',
  description:
    'It happens once a minute by itself. Down is what has failed three times, up what has answered twice.',
  access: ['oncall'],
  answers: { 200: instances },
});
