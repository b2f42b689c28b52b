import * as z from 'zod/mini';
import { invocation } from '../../platform/invocation.ts';
import { withRetries } from '../../platform/jitter.ts';
import { log } from '../../platform/log.ts';
import { ownRegistry } from '../own.ts';
import { DEPLOYMENT, worthAnother } from '../patience.ts';

const registry = ownRegistry();

const CellIds = z.array(z.object({ service: z.string(), cell: z.string() }));

/** As Pulumi's aws.lambda.Invocation sends it when it follows a resource's life. */
const Change = z.object({
  cells: CellIds,
  tf: z.object({
    action: z.enum(['create', 'update', 'delete']),
    prev_input: z.optional(z.nullable(z.object({ cells: CellIds }))),
  }),
});

/**
 * The deployment registers cells and takes them out of the registry; what the prober and people on call have noted beside
 * them is not the deployment's. So it calls this when the list of cells changes, and at the end: what is noted about a
 * cell that is gone is forgotten, or the next one of that name would come up drained. What could not be forgotten fails no
 * deployment: the prober does it a minute later.
 */
export const handler = invocation('deploy', async (event): Promise<void> => {
  const { cells, tf } = Change.parse(event);
  const stay = new Set(tf.action === 'delete' ? [] : cells.map(nameOf));
  const gone = [...cells, ...(tf.prev_input?.cells ?? [])].filter((cell) => !stay.has(nameOf(cell)));
  const again = worthAnother(DEPLOYMENT);
  for (const cell of gone)
    await withRetries(() => registry.forget(cell), again).catch((thrown) =>
      log.error('a cell is not forgotten', thrown, { cell: nameOf(cell) }),
    );
  log.info('cells forgotten', { gone: gone.map(nameOf) });
});

const nameOf = ({ service, cell }: { service: string; cell: string }): string => `${service}/${cell}`;
