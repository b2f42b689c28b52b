import { RuntimeError } from './errors.ts';
import { awslambda, STREAMING } from './response-stream.ts';

const { existsSync } = process.getBuiltinModule('fs');
const path = process.getBuiltinModule('path');
const { createRequire } = process.getBuiltinModule('module');
const { pathToFileURL } = process.getBuiltinModule('url');

export type Handler = (event: unknown, ...rest: unknown[]) => unknown;

const CALLBACKS_ARE_GONE =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to ' +
  'modify this function to use a supported handler signature to use Node.js 24 or later. For more information see ' +
  'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

/**
 * Loads the function: `dir/file.export.nested` below the root, the file tried as it is, then as .js, .mjs, .cjs, the
 * export looked for in the module and then in its default export.
 *
 * @throws RuntimeError MalformedHandlerName, UserCodeSyntaxError, ImportModuleError, HandlerNotFound or
 *   CallbackHandlerDeprecated, as the runtime of AWS for Node 24 does; what the module itself throws comes through.
 */
export async function loadHandler(root: string, name: string): Promise<Handler> {
  if (name.includes('..')) {
    throw new RuntimeError(
      'MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = path.basename(name);
  const dot = base.indexOf('.');
  if (dot < 0) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  Reflect.set(globalThis, 'awslambda', awslambda);
  const module = await loadModule(root, path.dirname(name), base.slice(0, dot));
  const handler = find(module, base.slice(dot + 1)) ?? find(module.default, base.slice(dot + 1));
  if (!handler) throw new RuntimeError('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new RuntimeError('HandlerNotFound', `${name} is not a function`);
  if (handler.length >= 3 && !(STREAMING in handler)) {
    throw new RuntimeError('CallbackHandlerDeprecated', CALLBACKS_ARE_GONE);
  }
  return handler as Handler;
}

async function loadModule(root: string, folder: string, name: string): Promise<Record<string, unknown>> {
  const file = ['', '.js', '.mjs', '.cjs']
    .map((ending) => path.resolve(root, folder, name) + ending)
    .find((candidate) => existsSync(candidate));
  try {
    if (file) return await import(pathToFileURL(file).href);
    const require = createRequire(path.join(root, 'noop.js'));
    return require(require.resolve(name, { paths: [root, path.join(root, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) {
      const wrapped = new RuntimeError('UserCodeSyntaxError', String(error));
      wrapped.stack = error.stack ?? '';
      throw wrapped;
    }
    if ((error as NodeJS.ErrnoException | null)?.code === 'MODULE_NOT_FOUND') {
      throw new RuntimeError('ImportModuleError', String(error));
    }
    throw error;
  }
}

function find(module: unknown, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (found, key) =>
        found && typeof found === 'object' ? (found as Record<string, unknown>)[key] : undefined,
      module,
    );
}
