import { XRayClient } from '@aws-sdk/client-xray';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output } from '@serverless-orders/command-line/declaration';
import { runSteps } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { beganAt } from '../logs/thread.ts';
import { explainAccess, stageAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { isStageWord, TRACES_OPTIONS, TRACES_WORDS, type TracesRequest, tracesRequest } from './arguments.ts';
import { readTraces, type Traces, tracesOfOrder } from './read.ts';
import { toXRayId } from './span.ts';
import { treeDocument, treeLines } from './tree.ts';
import { openViewer, type Viewer } from './viewer.ts';

/** How far is looked for the traces of an order whose id tells no time, and after the time of one that does (ms). */
const LOOK_BACK_MS = 6 * 60 * 60_000;
/** An id's time is that of the machine that made it. */
const CLOCKS_MS = 60_000;

/** `npm run traces`: a viewer for the traces of a local stage, or one trace as text, of any stage. */
export const traces = command({
  name: 'traces',
  summary:
    'opens a viewer of traces, or prints one as a tree (-- <trace id>, -- --order <id>, -- --otlp <url>)',
  stage: anyStage,
  actions: {
    '': action({
      help: 'without a trace or an order: a viewer, for stages on this machine only',
      words: TRACES_WORDS,
      options: TRACES_OPTIONS,
      stageWord: isStageWord,
      json: true,
      async run(input) {
        const request = tracesRequest(input);
        if (request.show === 'viewer' || request.show === 'otlp') return open(request);
        try {
          return told(request, await find(request));
        } catch (thrown) {
          throw explainAccess(thrown, request.stage);
        }
      },
    }),
  },
});

async function open(request: TracesRequest): Promise<number> {
  const { stage } = request;
  const otlp = request.show === 'otlp' ? request.url : undefined;
  let viewer: Viewer | undefined;
  await runSteps([
    {
      title: otlp ? 'send traces by OTLP' : 'open the viewer of traces',
      run: async (report) => {
        viewer = await openViewer(stage, { ...(otlp && { otlp }), report });
      },
    },
  ]);
  const verb = otlp ? 'go to' : 'are at';
  console.log(`the traces of stage ${stage} ${verb} ${viewer!.address} (npm stop ends it)`);
  return 0;
}

type Printed = Extract<TracesRequest, { show: 'trace' | 'order' }>;

async function find(request: Printed): Promise<Traces> {
  const xray = new XRayClient((await stageAccess(request.stage)).config);
  if (request.show === 'trace') return readTraces(xray, [toXRayId(request.trace)]);
  const began = beganAt({ order: request.order });
  const from = new Date(began === undefined ? Date.now() - LOOK_BACK_MS : began - CLOCKS_MS);
  const to = new Date(Math.min(Date.now() + CLOCKS_MS, from.getTime() + LOOK_BACK_MS));
  return tracesOfOrder(xray, request.order, { from, to });
}

function told(request: Printed, found: Traces): Output {
  const what = request.show === 'order' ? `order ${request.order}` : `trace ${toXRayId(request.trace)}`;
  const all = [...found.values()].filter((spans) => spans.length > 0);
  if (all.length === 0)
    throw new UserError(
      `nothing is recorded of ${what} on stage ${request.stage}`,
      'it was not sampled, is older than what is kept, or is of another stage (--stage)',
    );
  const count = all.flat().length;
  return {
    lines: [
      ...all.map((spans) => `${treeLines(spans).join('\n')}\n`),
      `${what} on stage ${request.stage}: ${count} spans in ${all.length === 1 ? 'one trace' : `${all.length} traces`}`,
    ],
    document: { traces: all.map(treeDocument) },
  };
}
