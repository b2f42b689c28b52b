import {
  type EngineFolders,
  engineFolders,
  engineOf,
  ensureCompanion,
  pinnedNode,
  runningStage,
  startCompanion,
} from '@serverless-orders/localstack';
import type { Report } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { isLocalStage } from '../../packages/stages/stage.ts';
import { inRoot } from '../../paths.ts';
import { senderTo } from './senders.ts';
import { ensureZipkin, zipkinAddress } from './zipkin.ts';

/** Where the traces of a local stage are shown. */
export interface Viewer {
  address: string;
}

/**
 * Has a viewer show the traces of a local stage: Zipkin, which is started unless it runs, or what listens for OTLP at an
 * address. What the engine still has of earlier traces is shown too.
 *
 * @throws UserError when the stage is none of this machine's, its engine does not run, or there is no viewer.
 */
export async function openViewer(
  stage: string,
  { otlp, report }: { otlp?: string; report: Report },
): Promise<Viewer> {
  if (!isLocalStage(stage))
    throw new UserError(
      `stage ${stage} is not on this machine, and the viewer shows stages of this machine only`,
      'look at its traces in the console of CloudWatch (X-Ray traces), or as text: npm run traces -- <trace id> --stage <stage>',
    );
  const { engine } = await runningStage(stage);
  return showTraces(engineFolders(engineOf(stage).name), engine.endpoint, { ...(otlp && { otlp }), report });
}

/** The same for the engine at an address; the folders are those of what is started beside it. */
export async function showTraces(
  folders: EngineFolders,
  endpoint: string,
  { otlp, report }: { otlp?: string; report: Report },
): Promise<Viewer> {
  if (otlp) {
    await senderTo(
      'otlp',
      otlp,
    )([]).catch((error: Error) => {
      throw new UserError(
        `nothing takes OTLP over HTTP at ${otlp} (${error.message})`,
        'start the viewer or collector there first; it usually listens on port 4318',
      );
    });
    await forward(folders, endpoint, ['otlp', otlp]);
    return { address: otlp };
  }
  const zipkin = await ensureZipkin(folders, { report });
  const address = zipkinAddress(zipkin);
  await forward(folders, endpoint, ['zipkin', address], zipkin.started);
  return { address: `${address}/zipkin/` };
}

/**
 * One process carries an engine's traces to one viewer. Another viewer than before, or one that was started anew and knows
 * nothing, gets another process, which carries all that the engine still has.
 */
async function forward(
  folders: EngineFolders,
  endpoint: string,
  [kind, address]: ['zipkin' | 'otlp', string],
  since = '',
): Promise<void> {
  const name = `${kind}-forwarder`;
  const purpose = `${endpoint} ${address} ${since}`;
  await ensureCompanion(folders, { name, purpose }, () =>
    startCompanion(folders, {
      name,
      purpose,
      command: pinnedNode(),
      args: [inRoot('ops', 'traces', 'forward.ts'), endpoint, kind, address],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', NODE_NO_WARNINGS: '1' },
      isReady: async () => true,
    }),
  );
}
