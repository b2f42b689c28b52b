import { failure, type Row } from '../row.ts';

/** What a caller gets when the function's init fails. */
export const initRows: Row[] = [
  {
    behaviour: 'the module throws while it loads',
    documented: 'the error itself, with its own name',
    source: 'runtimeApi',
    expected: 'RangeError: the configuration is wrong',
    see: async (lab) => failure(await lab.run('init-throws.handler')),
  },
  {
    behaviour: 'a failed init',
    documented: 'is repeated within the first invocation',
    source: 'lifecycle',
    expected: 2,
    see: async (lab) =>
      (await lab.run('init-throws.handler', {}, { fresh: true })).log.match(/init runs/g)?.length,
  },
  {
    behaviour: 'the module ends the process while it loads',
    documented: 'Runtime.ExitError with the exit status',
    source: 'troubleshooting',
    expected: 'Runtime.ExitError: RequestId: ID Error: Runtime exited with error: exit status 7',
    see: async (lab) => failure(await lab.run('init-exits.handler')),
  },
  {
    behaviour: 'the handler file does not exist',
    documented: 'Runtime.ImportModuleError',
    source: 'troubleshooting',
    expected: "Runtime.ImportModuleError: Error: Cannot find module 'nowhere'",
    see: async (lab) => failure(await lab.run('nowhere.handler')).split(/\r|\n/)[0],
  },
  {
    behaviour: 'the module requires what is not there',
    documented: 'Runtime.ImportModuleError',
    source: 'troubleshooting',
    expected: "Runtime.ImportModuleError: Error: Cannot find module 'not-there'",
    see: async (lab) => failure(await lab.run('init-imports-missing.handler')).split(/\r|\n/)[0],
  },
  {
    behaviour: 'the module cannot be parsed',
    documented: 'Runtime.UserCodeSyntaxError',
    source: 'troubleshooting',
    expected: "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ')'",
    see: async (lab) => failure(await lab.run('init-syntax.handler')),
  },
  {
    behaviour: 'the handler is not exported',
    documented: 'Runtime.HandlerNotFound',
    source: 'troubleshooting',
    expected: 'Runtime.HandlerNotFound: echo.unknown is undefined or not exported',
    see: async (lab) => failure(await lab.run('echo.unknown')),
  },
  {
    behaviour: 'the handler is no function',
    documented: 'Runtime.HandlerNotFound',
    source: 'runtimeClient',
    expected: 'Runtime.HandlerNotFound: echo.notAFunction is not a function',
    see: async (lab) => failure(await lab.run('echo.notAFunction')),
  },
  {
    behaviour: 'the handler name has no export',
    documented: 'Runtime.MalformedHandlerName',
    source: 'runtimeClient',
    expected: 'Runtime.MalformedHandlerName: Bad handler',
    see: async (lab) => failure(await lab.run('echo')),
  },
  {
    behaviour: 'an init phase of more than 10 seconds',
    documented: 'is ended and repeated within the first invocation, under the timeout of the function',
    source: 'lifecycle',
    expected: { payload: 'second init', report: true },
    see: async (lab) => {
      const { payload, log } = await lab.run('init-hangs.handler', {}, { Timeout: 20 });
      return {
        payload,
        report: /INIT_REPORT Init Duration: 10\d{3}\.\d\d ms\tPhase: init\tStatus: timeout/.test(log),
      };
    },
  },
];
