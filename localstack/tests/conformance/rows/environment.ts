import { ACCOUNT, type Lab } from '../lab.ts';
import type { Row } from '../row.ts';

/** The variables that Lambda sets, with the values that are always the same. */
const RESERVED = {
  _HANDLER: 'environment.all',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_REGION: 'us-east-1',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '192',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
};

const DOCUMENTED =
  /^(_HANDLER|_?AWS_XRAY_\w+|_?AWS_XRAY_DAEMON_(ADDRESS|PORT)|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_\w+|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|TZ|LANG|PATH|OWN)$/;

/** A function's environment: variables, folders, its context. */
export const environmentRows: Row[] = [
  {
    behaviour: 'reserved environment variables',
    documented: 'are set',
    source: 'environment',
    expected: RESERVED,
    see: async (lab) => {
      const all = await variables(lab);
      return Object.fromEntries(Object.keys(RESERVED).map((name) => [name, all[name]]));
    },
  },
  {
    behaviour: 'any other environment variables',
    documented: 'there are none, so nothing leaks in; here also the endpoint, HOME and TMPDIR',
    source: 'environment',
    expected: ['AWS_ENDPOINT_URL', 'HOME', 'TMPDIR'],
    see: async (lab) =>
      Object.keys(await variables(lab))
        .filter((name) => !DOCUMENTED.test(name))
        .sort(),
  },
  {
    behaviour: 'its own environment variables',
    documented: 'are set',
    source: 'environment',
    expected: 'mine',
    see: async (lab) => (await variables(lab)).OWN,
  },
  {
    behaviour: 'working directory',
    documented: 'is LAMBDA_TASK_ROOT, with the code in it',
    source: 'environment',
    expected: { same: true, files: ['environment.mjs'] },
    see: async (lab) => {
      const { payload } = await lab.run('environment.folders');
      return { same: payload.cwd === payload.root, files: payload.files };
    },
  },
  {
    behaviour: 'Node.js',
    documented: 'major version 24',
    source: 'handler',
    expected: '24',
    see: async (lab) => (await lab.run('environment.version')).payload.node.split('.')[0],
  },
  {
    behaviour: 'context',
    documented: 'name, version, ARN, memory, log names, request id',
    source: 'context',
    expected: {
      version: '$LATEST',
      arn: true,
      memory: '256',
      group: true,
      stream: true,
      id: true,
      callbacks: [],
    },
    see: async (lab) => {
      const name = await lab.function('echo.contextOf', { MemorySize: 256 });
      const { payload: c, log } = await lab.invoke(name, {});
      return {
        version: c.functionVersion,
        arn: c.invokedFunctionArn === `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`,
        memory: c.memoryLimitInMB,
        group: c.logGroupName === `/aws/lambda/${name}`,
        stream: /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/.test(c.logStreamName),
        id: log.includes(`START RequestId: ${c.awsRequestId} Version: $LATEST`),
        callbacks: ['done', 'succeed', 'fail', 'callbackWaitsForEmptyEventLoop'].filter((key) => key in c),
      };
    },
  },
  {
    behaviour: 'client context of the caller',
    documented: 'reaches the function in its context',
    source: 'context',
    expected: { custom: { from: 'the caller' } },
    see: async (lab) => {
      const ClientContext = Buffer.from('{"custom":{"from":"the caller"}}').toString('base64');
      return (await lab.invoke(await lab.function('echo.contextOf'), {}, { ClientContext })).payload
        .clientContext;
    },
  },
  {
    behaviour: 'remaining time',
    documented: 'starts at the timeout and goes down',
    source: 'context',
    expected: { start: true, used: true },
    see: async (lab) => {
      const { payload: context } = await lab.run('echo.contextOf', {}, { Timeout: 10 });
      const { payload: used } = await lab.run('echo.remaining', { ms: 200 });
      return {
        start: context.remaining > 9000 && context.remaining <= 10_000,
        used: used >= 195 && used < 1000,
      };
    },
  },
  {
    behaviour: 'trace id',
    documented: 'another one in each invocation, in _X_AMZN_TRACE_ID',
    source: 'environment',
    expected: { form: true, same: true, another: true },
    see: async (lab) => {
      const one = (await lab.run('environment.trace')).payload;
      const two = (await lab.run('environment.trace')).payload;
      const form = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]/;
      return { form: form.test(one.env), same: one.env === one.context, another: one.env !== two.env };
    },
  },
];

/** The variables of a function with one of its own. */
async function variables(lab: Lab): Promise<Record<string, string>> {
  const options = { MemorySize: 192, Environment: { Variables: { OWN: 'mine' } } };
  return (await lab.run('environment.all', {}, options)).payload;
}
