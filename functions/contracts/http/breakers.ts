import * as z from 'zod/mini';
import { operation } from './operation.ts';
import { InstancePath } from './registry.ts';
import { lineOfText, named, pageOf, Time } from './schemas.ts';

/** A person's word holds for a day at most, in seconds: longer than that, nobody remembers it. */
const MOST_SECONDS = 24 * 60 * 60;

const BreakerView = named(
  'Breaker',
  z.strictObject({
    /** The service and its instance: `users/a`. */
    name: z.string(),
    /** What it is to a call: a person's word goes first. */
    state: z.enum(['CLOSED', 'OPEN', 'HALF_OPEN']),
    since: z.optional(Time),
    /** Until when it lets nothing through. */
    openUntil: z.optional(Time),
    /** Failures of the last 10 s that have been told. */
    failures: z.number(),
    forced: z.optional(z.strictObject({ reason: z.string(), by: z.string(), until: Time })),
  }),
);

const forced = {
  reason: 'Its table is slow',
  by: '01980000-0000-7000-8000-000000000001',
  until: '2026-01-01T00:10:00.000Z',
};
const breaker = {
  name: 'users/a',
  state: 'OPEN',
  since: '2026-01-01T00:00:00.000Z',
  openUntil: '2026-01-01T00:10:00.000Z',
  failures: 0,
  forced,
};
const NO_INSTANCE = 'There is no such instance';

export const listBreakers = operation({
  route: 'GET /breakers',
  id: 'listBreakers',
  summary: 'The circuit breakers that something has happened to',
  description: 'In the last two days; all others are closed.',
  access: ['oncall'],
  answers: {
    200: { description: 'By name', body: pageOf(BreakerView), example: { items: [breaker], next: null } },
  },
});

export const forceBreaker = operation({
  route: 'PUT /breakers/{service}/{cell}',
  id: 'forceBreaker',
  summary: 'Force a breaker open or closed for a while',
  description:
    'Callers honour it within 2 seconds. When its time is up, one trial call goes to the instance before all do.',
  access: ['oncall'],
  path: InstancePath,
  body: named(
    'Forcing',
    z.strictObject({
      state: z.enum(['OPEN', 'CLOSED']),
      seconds: z.int().check(z.gte(1), z.lte(MOST_SECONDS)),
      reason: lineOfText(200),
    }),
  ),
  bodyExample: { state: 'OPEN', seconds: 600, reason: 'Its table is slow' },
  answers: { 200: { description: 'The breaker', body: BreakerView, example: breaker } },
  refuses: { 404: NO_INSTANCE },
});

export const releaseBreaker = operation({
  route: 'DELETE /breakers/{service}/{cell}',
  id: 'releaseBreaker',
  summary: 'Leave a breaker to itself again',
  access: ['oncall'],
  path: InstancePath,
  answers: {
    200: {
      description: 'The breaker',
      body: BreakerView,
      example: { name: 'users/a', state: 'CLOSED', failures: 0 },
    },
  },
  refuses: { 404: NO_INSTANCE },
});
