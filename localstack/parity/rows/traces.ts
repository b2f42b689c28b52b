import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  BatchGetTracesCommand,
  GetTraceGraphCommand,
  GetTraceSummariesCommand,
  type TraceSummary,
} from '@aws-sdk/client-xray';
import { errorOf, type Lab, until } from '../lab.ts';
import { apiTo } from '../resources/api.ts';
import { ended, makeMachine } from '../resources/machines.ts';
import { task } from '../resources/task.ts';
import {
  hex,
  newTrace,
  type Part,
  putSegment,
  segmentsOf,
  tracedFunction,
  traceWith,
  walk,
} from '../resources/traces.ts';
import type { Row } from '../row.ts';

const service = 'X-Ray';
const DOCUMENTS = 'xray/latest/devguide/xray-api-segmentdocuments.html';
const API = 'xray/latest/api';

/** The summaries of a filter expression, of the last minute. */
const summaries = (lab: Lab, FilterExpression?: string) =>
  lab.clients.xray.send(
    new GetTraceSummariesCommand({
      StartTime: new Date(Date.now() - 60_000),
      EndTime: new Date(Date.now() + 5000),
      FilterExpression,
    }),
  );

/** A trace as a line: the names of its parts, each with what is below it, and the origins of segments. */
function shape(segments: Part[], parent?: string): string {
  const below = (part: Part): string => {
    const children = [
      ...(part.subsegments ?? []),
      ...segments.filter(({ parent_id }) => parent_id === part.id),
    ];
    const own = part.origin?.replace('AWS::', '') ?? part.name;
    return children.length > 0 ? `${own}(${children.map(below).join(' ')})` : own;
  };
  return segments
    .filter(({ parent_id }) => parent_id === parent)
    .map(below)
    .join(' ');
}

const has = (name: string) => (segments: Part[]) => segments.flatMap(walk).some((part) => part.name === name);

/** What services write into a trace, and how it is found and read. */
export const traceRows: Row[] = [
  {
    id: 'trace-lambda',
    service,
    behaviour:
      'a first invocation with active tracing, whose function sends a subsegment to the daemon by UDP',
    documented:
      'Lambda writes a segment for the service and one for the function; what the function sent is in the latter',
    source: 'lambda/latest/dg/services-xray.html',
    expected: 'Lambda(Lambda::Function(Initialization Invocation(work)))',
    reliedOn: 'yes',
    see: async (lab) => {
      const name = await tracedFunction(lab);
      await lab.clients.lambda.send(new InvokeCommand({ FunctionName: name, Payload: '{}' }));
      const summary = await until('the trace', async () => {
        const { TraceSummaries = [] } = await summaries(
          lab,
          `service("${name}") AND annotation.made = "here"`,
        );
        return TraceSummaries[0];
      });
      return shape(await traceWith(lab, summary.Id!, has('work')));
    },
  },
  {
    id: 'trace-stage',
    service,
    behaviour: 'a request to a stage with tracing, and a function that throws behind it',
    documented: 'the stage has a segment above the function’s, with the status; the function’s has a fault',
    source: 'apigateway/latest/developerguide/apigateway-xray.html',
    expected: {
      shape: 'ApiGateway::Stage(Lambda(Lambda::Function(Initialization Invocation(work))))',
      fault: true,
      status: 502,
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const name = await tracedFunction(lab);
      const url = await apiTo(lab, name);
      const [restApiId = '', stageName = ''] = url.split('/').slice(-2);
      await lab.clients.apiGateway.send(
        new UpdateStageCommand({
          restApiId,
          stageName,
          patchOperations: [{ op: 'replace', path: '/tracingEnabled', value: 'true' }],
        }),
      );
      const { root, parent, header } = newTrace();
      const ask = { method: 'POST', body: 'fail', headers: { 'X-Amzn-Trace-Id': header } };
      await fetch(`${url}/things/fail`, ask);
      const segments = await traceWith(lab, root, (found) => has('work')(found) && found.length >= 3);
      const [stage] = segments.filter(({ origin }) => origin === 'AWS::ApiGateway::Stage');
      return {
        shape: shape(segments, parent),
        fault: stage?.fault ?? false,
        status: (stage as { http?: { response?: { status?: number } } } | undefined)?.http?.response?.status,
      };
    },
  },
  {
    id: 'trace-machine',
    service,
    behaviour: 'an execution that is in a trace, whose task fails once and is tried again',
    documented: 'the state machine has a segment with its states, above those of the functions',
    source: 'step-functions/latest/dg/concepts-xray-tracing.html',
    expected: { machine: 'StepFunctions::StateMachine', attempts: ['Try', 'Try'], below: 2 },
    reliedOn: 'yes',
    see: async (lab) => {
      const name = await tracedFunction(lab);
      const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }];
      const stateMachineArn = await makeMachine(lab, task(name, ['None'], { Retry }));
      const { root, header } = newTrace();
      const start = { stateMachineArn, traceHeader: header, input: '{"fail":true}' };
      const { executionArn } = await lab.clients.sfn.send(new StartExecutionCommand(start));
      await ended(lab, executionArn!);
      const segments = await traceWith(
        lab,
        root,
        (found) => found.length >= 5 && !found.some(({ in_progress }) => in_progress),
      );
      const machine = segments.find(({ origin }) => origin?.startsWith('AWS::StepFunctions'));
      const attempts = machine?.subsegments ?? [];
      const ids = attempts.map(({ id }) => id);
      return {
        machine: machine?.origin?.replace('AWS::', ''),
        attempts: attempts.map((attempt) => attempt.name),
        below: segments.filter((segment) => ids.includes(segment.parent_id ?? '')).length,
      };
    },
  },
  {
    id: 'xray-not-recorded',
    service,
    behaviour: 'the traces of an invocation with Sampled=0 and of one in the mode PassThrough',
    documented: 'are not there',
    source: 'lambda/latest/dg/services-xray.html',
    expected: { passThrough: 0 },
    reliedOn: 'no',
    see: async (lab) => {
      const off = await tracedFunction(lab, 'PassThrough');
      await lab.clients.lambda.send(new InvokeCommand({ FunctionName: off, Payload: '{}' }));
      const on = await tracedFunction(lab);
      await lab.clients.lambda.send(new InvokeCommand({ FunctionName: on, Payload: '{}' }));
      await until(
        'the trace that is there',
        async () => (await summaries(lab, `service("${on}")`)).TraceSummaries?.length,
      );
      return { passThrough: (await summaries(lab, `service("${off}")`)).TraceSummaries?.length };
    },
  },
  {
    id: 'xray-segments-bad',
    service,
    behaviour: 'PutTraceSegments with documents that are none',
    documented: 'names each that it could not take, and takes the others',
    source: `${API}/API_PutTraceSegments.html`,
    expected: [0, 1, 1, 1, 1, 1],
    reliedOn: 'yes',
    see: async (lab) => {
      const cases = [
        {},
        { id: 'short' },
        { trace_id: '1-00000000-000000000000000000000000' },
        { end_time: undefined },
        { annotations: { 'order.id': 1 } },
        { type: 'subsegment' },
      ];
      const puts = cases.map(async (part) => (await putSegment(lab, part)).unprocessed.length);
      return Promise.all(puts);
    },
  },
  {
    id: 'xray-subsegment-alone',
    service,
    behaviour: 'a subsegment that is sent by itself, before its parent',
    documented: 'stands within its parent’s document',
    source: DOCUMENTS,
    expected: { segments: 1, shape: 'parity(inner)' },
    reliedOn: 'yes',
    see: async (lab) => {
      const trace_id = newTrace().root;
      const id = hex(16);
      await putSegment(lab, { trace_id, parent_id: id, type: 'subsegment', name: 'inner' });
      await putSegment(lab, { trace_id, id });
      const segments = await segmentsOf(lab, trace_id);
      return { segments: segments.length, shape: shape(segments) };
    },
  },
  {
    id: 'xray-batch',
    service,
    behaviour: 'BatchGetTraces of one that is there and one that is not, of six, and of none',
    documented: 'names what it does not know; 1 to 5 ids',
    source: `${API}/API_BatchGetTraces.html`,
    expected: { known: 1, unknown: 1, six: 'InvalidRequestException', none: 'InvalidRequestException' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { trace_id } = await putSegment(lab);
      const get = (TraceIds: string[]) => lab.clients.xray.send(new BatchGetTracesCommand({ TraceIds }));
      const { Traces, UnprocessedTraceIds } = await get([trace_id, newTrace().root]);
      const six = Array.from({ length: 6 }, () => newTrace().root);
      return {
        known: Traces?.length,
        unknown: UnprocessedTraceIds?.length,
        six: await errorOf(get(six)),
        none: await errorOf(get([])),
      };
    },
  },
  {
    id: 'xray-summaries',
    service,
    behaviour: 'GetTraceSummaries of a trace with a segment that failed after 2 s, and one below it of 5 s',
    documented: 'tells how long the root and all took, its fault, its annotations and its HTTP status',
    source: `${API}/API_TraceSummary.html`,
    expected: {
      response: 2,
      duration: 5,
      fault: true,
      error: false,
      partial: false,
      order: 'o-1',
      status: 500,
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const name = lab.name('summary');
      const start = Date.now() / 1000 - 10;
      const rootId = hex(16);
      const common = { trace_id: newTrace().root, name, start_time: start };
      await putSegment(lab, {
        ...common,
        id: rootId,
        end_time: start + 2,
        fault: true,
        http: { response: { status: 500 } },
      });
      await putSegment(lab, {
        ...common,
        parent_id: rootId,
        end_time: start + 5,
        annotations: { order_id: 'o-1' },
      });
      const { TraceSummaries: [summary] = [] } = await summaries(lab, `service("${name}")`);
      const { ResponseTime, Duration, HasFault, HasError, IsPartial, Annotations, Http } =
        summary as TraceSummary;
      return {
        response: ResponseTime,
        duration: Duration,
        fault: HasFault,
        error: HasError,
        partial: IsPartial,
        order: Annotations?.order_id?.[0]?.AnnotationValue?.StringValue,
        status: Http?.HttpStatus,
      };
    },
  },
  {
    id: 'xray-filters',
    service,
    behaviour: 'GetTraceSummaries with filter expressions',
    documented: 'finds what they are for',
    source: 'xray/latest/devguide/xray-console-filters.html',
    expected: [1, 0, 1, 1, 0, 1, 1, 0],
    reliedOn: 'yes',
    see: async (lab) => {
      const order = lab.name('order');
      const start = Date.now() / 1000;
      await putSegment(lab, {
        start_time: start,
        end_time: start + 3,
        fault: true,
        annotations: { order, tries: 2 },
      });
      const mine = `annotation[order] = "${order}"`;
      const filters = [
        mine,
        `annotation.order = "${order}x"`,
        `${mine} AND fault`,
        `${mine} AND responsetime > 2.5`,
        `${mine} AND !(fault OR error)`,
        `${mine} AND annotation.tries >= 2 AND service("parity") { fault }`,
        `${mine} AND fault = true`,
        `${mine} AND http.status = 500`,
      ];
      return Promise.all(
        filters.map(async (filter) => (await summaries(lab, filter)).TraceSummaries?.length),
      );
    },
  },
  {
    id: 'xray-filter-bad',
    service,
    behaviour: 'a filter expression that is none',
    documented: 'InvalidRequestException',
    source: `${API}/API_GetTraceSummaries.html`,
    expected: ['InvalidRequestException', 'InvalidRequestException', 'InvalidRequestException'],
    reliedOn: 'yes',
    see: (lab) =>
      Promise.all(
        ['fault AND', 'nonsense = 1', 'responsetime = "x"'].map((filter) => errorOf(summaries(lab, filter))),
      ),
  },
  {
    id: 'xray-graph',
    service,
    behaviour: 'GetTraceGraph of a trace of two services',
    documented: 'has a node for each, and an edge from the one to the other',
    source: `${API}/API_GetTraceGraph.html`,
    expected: { names: ['caller', 'called'], edges: [['called'], []] },
    reliedOn: 'no',
    see: async (lab) => {
      const caller = await putSegment(lab, { name: 'caller' });
      await putSegment(lab, { trace_id: caller.trace_id, parent_id: caller.id, name: 'called' });
      const { Services = [] } = await lab.clients.xray.send(
        new GetTraceGraphCommand({ TraceIds: [caller.trace_id] }),
      );
      const nameOf = (id?: number) => Services.find(({ ReferenceId }) => ReferenceId === id)?.Name;
      return {
        names: Services.map(({ Name }) => Name),
        edges: Services.map(({ Edges = [] }) => Edges.map(({ ReferenceId }) => nameOf(ReferenceId))),
      };
    },
  },
];
