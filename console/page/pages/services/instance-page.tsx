import { useState } from 'preact/hooks';
import type { ServiceInstance } from '../../../api/services.ts';
import { counted } from '../../lib/format.ts';
import { useSession } from '../../lib/session.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Ago, Facts, Section, Time } from '../../ui/parts.tsx';
import { Empty, Shown } from '../../ui/states.tsx';
import { Breaker, Health, TakenBack } from './service-parts.tsx';
import { useServices } from './use-services.ts';

/** One instance: how it is, its breaker, and what can be done about both. */
export function InstancePage({ service, instance }: { service: string; instance: string }) {
  const found = useServices();
  const session = useSession();
  const name = `${service}/${instance}`;
  return (
    <>
      <header class="page-head">
        <p>
          <a href="/services">Services</a>
        </p>
        <h1 class="mono">{name}</h1>
      </header>
      <Shown answer={found} what="Loading the instance">
        {(all) => {
          const one = all.find((each) => each.name === name);
          if (!one)
            return (
              <Empty title={`${name} is not registered`}>It never was, or a deploy has taken it away.</Empty>
            );
          return (
            <div class="columns">
              <Section title="Instance">
                <InstanceFacts of={one} />
              </Section>
              <Section title="Circuit breaker">
                <BreakerFacts of={one} />
              </Section>
              {session?.mayAct && <Acts of={one} />}
            </div>
          );
        }}
      </Shown>
    </>
  );
}

const InstanceFacts = ({ of: one }: { of: ServiceInstance }) => (
  <Facts
    of={{
      Health: <Health of={one} />,
      Why: one.reason,
      Since: one.since && <Ago at={one.since} />,
      'Last checked': one.check ? <Ago at={one.check.checkedAt} /> : 'never',
      'In a row':
        one.check &&
        (one.check.failures > 0
          ? `${counted(one.check.failures, 'check')} failed`
          : `${counted(one.check.successes, 'check')} went well`),
      Weight: one.weight,
      Protocols: one.protocols.join(', '),
      Version: one.version,
      Address: <span class="mono break">{one.address}</span>,
      Deployed: <Time at={one.registeredAt} />,
    }}
  />
);

const BreakerFacts = ({ of: one }: { of: ServiceInstance }) => (
  <Facts
    of={{
      State: <Breaker of={one} />,
      'Failures in 10 s': one.breaker.failures,
      'Open until': one.breaker.openUntil && <Time at={one.breaker.openUntil} />,
      'By itself since': one.breaker.since && <Ago at={one.breaker.since} />,
      'Forced by': one.breaker.forced?.by,
      'Forced until': one.breaker.forced && <Time at={one.breaker.forced.until} />,
      Reason: one.breaker.forced?.reason,
    }}
  />
);

function Acts({ of: one }: { of: ServiceInstance }) {
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState(10);
  const { service, instance } = one;
  return (
    <Section title="Act">
      <div class="filters">
        <label>
          Why
          <input
            value={reason}
            placeholder="for whoever looks at it next"
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
        <label>
          For (minutes, breaker only)
          <input
            type="number"
            min={1}
            max={1440}
            value={minutes}
            onInput={({ currentTarget }) => setMinutes(currentTarget.valueAsNumber)}
          />
        </label>
      </div>
      <div class="actions">
        <TakenBack of={one} />
        {!one.drained && (
          <ActButton act="drainInstance" input={{ service, instance, reason }} danger>
            Drain
          </ActButton>
        )}
        <ActButton act="forceBreaker" input={{ service, instance, state: 'OPEN', minutes, reason }} danger>
          Force open
        </ActButton>
        <ActButton act="forceBreaker" input={{ service, instance, state: 'CLOSED', minutes, reason }} danger>
          Force closed
        </ActButton>
      </div>
    </Section>
  );
}
