import * as z from 'zod/mini';
import { invocation } from '../../platform/invocation.ts';
import { withRetries } from '../../platform/jitter.ts';
import { log } from '../../platform/log.ts';
import { makeRegistry } from '../composition.ts';
import { DEPLOYMENT, retries } from '../retry-policy.ts';

const registry = makeRegistry();

const InstanceIds = z.array(z.object({ service: z.string(), instance: z.string() }));

/** As Pulumi's aws.lambda.Invocation sends it when it follows a resource's life. */
const Change = z.object({
  instances: InstanceIds,
  tf: z.object({
    action: z.enum(['create', 'update', 'delete']),
    prev_input: z.optional(z.nullable(z.object({ instances: InstanceIds }))),
  }),
});

/**
 * The deployment registers instances and takes them out of the registry; what the health check and operators on call have noted beside
 * them is not the deployment's. So it calls this when the list of instances changes, and at the end: what is noted about a
 * instance that is gone is forgotten, or the next one of that name would come up drained. What could not be forgotten fails no
 * deployment: the health check does it a minute later.
 */
export const handler = invocation('deploy', async (event): Promise<void> => {
  const { instances, tf } = Change.parse(event);
  const stay = new Set(tf.action === 'delete' ? [] : instances.map(nameOf));
  const gone = [...instances, ...(tf.prev_input?.instances ?? [])].filter(
    (instance) => !stay.has(nameOf(instance)),
  );
  const again = retries(DEPLOYMENT);
  for (const instance of gone)
    await withRetries(() => registry.forget(instance), again).catch((thrown) =>
      log.error('an instance is not forgotten', thrown, { instance: nameOf(instance) }),
    );
  log.info('instances forgotten', { gone: gone.map(nameOf) });
});

const nameOf = ({ service, instance }: { service: string; instance: string }): string =>
  `${service}/${instance}`;
