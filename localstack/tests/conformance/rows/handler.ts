import { failure, type Row } from '../row.ts';

/** How a handler is found and called, and what it may return. */
export const handlerRows: Row[] = [
  {
    behaviour: 'asynchronous handler in an ES module',
    documented: 'the event is the parsed payload, the resolved value is the response',
    source: 'handler',
    expected: { id: 1, text: 'äöü €' },
    see: async (lab) => (await lab.run('echo.handler', { id: 1, text: 'äöü €' })).payload,
  },
  {
    behaviour: 'synchronous handler with two parameters',
    documented: 'the returned value is the response',
    source: 'handler',
    expected: { got: 'it' },
    see: async (lab) => (await lab.run('echo.synchronous', 'it')).payload,
  },
  {
    behaviour: 'handler in a CommonJS module',
    documented: '.cjs files are loaded as CommonJS',
    source: 'handler',
    expected: { module: 'cjs', file: 'classic.cjs' },
    see: async (lab) => (await lab.run('classic.handler')).payload,
  },
  {
    behaviour: 'handler in a .js file without a package.json',
    documented: 'is CommonJS, as Node has it, whatever lies in folders above',
    source: 'handler',
    expected: { module: 'object', file: 'plain.js' },
    see: async (lab) => (await lab.run('plain.handler')).payload,
  },
  {
    behaviour: 'handler in a folder, export below an export',
    documented: 'path/file.export.export is resolved',
    source: 'runtimeClient',
    expected: 'nested',
    see: async (lab) => (await lab.run('some/where/echo.nested.deep.handler')).payload,
  },
  {
    behaviour: 'handler in the default export',
    documented: 'is looked for there when no export has the name',
    source: 'runtimeClient',
    expected: 'default',
    see: async (lab) => (await lab.run('default-export.handler')).payload,
  },
  {
    behaviour: 'handler that returns nothing',
    documented: 'the response is null',
    source: 'handler',
    expected: { status: 200, payload: null },
    see: async (lab) => {
      const { status, payload } = await lab.run('echo.nothing');
      return { status, payload };
    },
  },
  {
    behaviour: 'handler with a callback parameter',
    documented: 'no longer supported from Node.js 24: Runtime.CallbackHandlerDeprecated',
    source: 'handler',
    expected: 'Runtime.CallbackHandlerDeprecated',
    see: async (lab) => (await lab.run('echo.callback')).payload.errorType,
  },
  {
    behaviour: 'handler that streams, called with Invoke',
    documented: 'the whole stream is the response',
    source: 'streaming',
    expected: 'one two three',
    see: async (lab) => (await lab.run('streaming.handler', { last: 'three' })).payload,
  },
  {
    behaviour: 'handler that fails while it streams, called with Invoke',
    documented: 'the error is the response',
    source: 'streaming',
    expected: { failure: 'RangeError: in the middle', next: 'RangeError: in the middle' },
    see: async (lab) => ({
      failure: failure(await lab.run('streaming.fails')),
      next: failure(await lab.run('streaming.fails')),
    }),
  },
  {
    behaviour: 'response that JSON cannot express: a circle',
    documented: 'Runtime.JSONStringifyError of the runtime for Node.js 24',
    source: 'runtimeClient',
    expected: 'Runtime.JSONStringifyError: Unable to stringify response body',
    see: async (lab) => failure(await lab.run('errors.unserializable')),
  },
  {
    behaviour: 'response that JSON cannot express: a BigInt',
    documented: 'Runtime.JSONStringifyError of the runtime for Node.js 24',
    source: 'runtimeClient',
    expected: 'Runtime.JSONStringifyError: Unable to stringify response body',
    see: async (lab) => failure(await lab.run('errors.bigInt')),
  },
  {
    behaviour: 'invocation type DryRun',
    documented: 'status 204, the function does not run',
    source: 'invoke',
    expected: 204,
    see: async (lab) =>
      (
        await lab.invoke(
          await lab.function('errors.named'),
          {},
          { InvocationType: 'DryRun', LogType: 'None' },
        )
      ).status,
  },
];
