import type { ServiceInstance } from '../../../api/services.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Badge, Time, type Tone } from '../../ui/parts.tsx';

const HEALTH: Record<ServiceInstance['health'], Tone> = {
  healthy: 'good',
  degraded: 'warn',
  down: 'bad',
  unknown: 'quiet',
};

const BREAKER: Record<ServiceInstance['breaker']['state'], Tone> = {
  CLOSED: 'good',
  HALF_OPEN: 'warn',
  OPEN: 'bad',
};

const WORDS = { CLOSED: 'closed', HALF_OPEN: 'half open', OPEN: 'open' } as const;

export const Health = ({ of: { health, drained } }: { of: ServiceInstance }) => (
  <>
    {drained && <Badge tone="warn">drained</Badge>} <Badge tone={HEALTH[health]}>{health}</Badge>
  </>
);

/** The state of the breaker, and whether a person has put it there. */
export const Breaker = ({ of: { breaker } }: { of: ServiceInstance }) => (
  <>
    <Badge tone={BREAKER[breaker.state]}>{WORDS[breaker.state]}</Badge>{' '}
    {breaker.forced ? (
      <small class="muted">
        forced by {breaker.forced.by} until <Time at={breaker.forced.until} />
      </small>
    ) : (
      breaker.openUntil && (
        <small class="muted">
          {Date.parse(breaker.openUntil) > Date.now() ? (
            <>
              until <Time at={breaker.openUntil} />
            </>
          ) : (
            'the next call is a trial'
          )}
        </small>
      )
    )}
  </>
);

/** What needs no reason: to take a person's word back. */
export const TakenBack = ({ of: { service, instance, drained, breaker, name } }: { of: ServiceInstance }) => (
  <>
    {drained && (
      <ActButton act="restoreInstance" input={{ service, instance }}>
        Restore <span class="visually-hidden">{name}</span>
      </ActButton>
    )}
    {breaker.forced && (
      <ActButton act="releaseBreaker" input={{ service, instance }}>
        Release <span class="visually-hidden">the breaker of {name}</span>
      </ActButton>
    )}
  </>
);
