import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateFunctionCommand,
  type CreateFunctionRequest,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { accountCredentials } from '../../engine/credentials.ts';
import { clientConfig, until } from '../support/engine.ts';

/** An account of its own, so that reserved concurrency and throttling do not affect other tests on the same engine. */
export const ACCOUNT = '222222222222';

/** The result of one invocation. */
export interface Seen {
  status: number | undefined;
  /** `Unhandled`, or undefined for a success. */
  error: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the function returns
  payload: any;
  /** The last 4 KB of the log. */
  log: string;
}

type Options = Partial<Omit<CreateFunctionRequest, 'FunctionName' | 'Handler' | 'Code'>> & {
  /** Whether a new function is made even if one with this handler and configuration exists. */
  fresh?: boolean;
};

/** Makes functions of the files in functions/ and invokes them. */
export class Lab {
  readonly lambda = new LambdaClient({ ...this.config(), maxAttempts: 1 });
  readonly #names = new Map<string, Promise<string>>();
  readonly #prefix = `lab-${Date.now().toString(36)}`;

  /** The options of an SDK client for the lab's account. */
  config() {
    const config = clientConfig();
    return { ...config, credentials: accountCredentials(config.endpoint, ACCOUNT) };
  }

  /** The name of a function with this handler (`echo.handler`: file, export), which is made if there is none yet. */
  function(handler: string, { fresh = false, ...options }: Options = {}): Promise<string> {
    const key = fresh ? `${handler} ${this.#names.size}` : JSON.stringify([handler, options]);
    const made =
      this.#names.get(key) ?? this.#create(`${this.#prefix}-${this.#names.size}`, handler, options);
    this.#names.set(key, made);
    return made;
  }

  /** Makes the function and invokes it. */
  async run(handler: string, event: unknown = {}, options?: Options): Promise<Seen> {
    return this.invoke(await this.function(handler, options), event);
  }

  /** @throws the service's error; an error of the function itself is returned in `error` and `payload`. */
  async invoke(name: string, event: unknown, input: Partial<InvokeCommandInput> = {}): Promise<Seen> {
    const command = {
      FunctionName: name,
      Payload: JSON.stringify(event),
      LogType: 'Tail' as const,
      ...input,
    };
    const answer = await this.lambda.send(new InvokeCommand(command));
    const text = answer.Payload?.transformToString() ?? '';
    return {
      status: answer.StatusCode,
      error: answer.FunctionError,
      payload: parse(text),
      log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
    };
  }

  /** Waits until a function that was created or changed can be invoked. */
  async active(name: string): Promise<void> {
    const get = new GetFunctionConfigurationCommand({ FunctionName: name });
    const ready = async () => {
      const { State, LastUpdateStatus } = await this.lambda.send(get);
      return State === 'Active' && LastUpdateStatus !== 'InProgress';
    };
    await until(ready, { what: `${name} to be active` });
  }

  async close(): Promise<void> {
    const names = await Promise.allSettled(this.#names.values());
    for (const name of names) {
      if (name.status === 'fulfilled')
        await this.lambda.send(new DeleteFunctionCommand({ FunctionName: name.value }));
    }
  }

  async #create(name: string, handler: string, options: Options): Promise<string> {
    await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Role: `arn:aws:iam::${ACCOUNT}:role/lab`,
        Handler: handler,
        Code: { ZipFile: zipSync(files(handler)) },
        Timeout: 10,
        ...options,
      }),
    );
    await this.active(name);
    return name;
  }
}

/** The endings of files in functions/, and theirs in the zip. Some are .txt and .script so that no tool of this project parses them. */
const ENDINGS = { '.mjs': '.mjs', '.cjs': '.cjs', '.txt': '.cjs', '.script': '.js' };

/** The handler's file as it lies in functions/; a handler in a folder gets its file there. */
function files(handler: string): Record<string, Uint8Array> {
  const folder = handler.slice(0, handler.lastIndexOf('/') + 1);
  const name = handler.slice(folder.length).split('.')[0];
  for (const [here, there] of Object.entries(ENDINGS)) {
    const file = join(import.meta.dirname, 'functions', name + here);
    if (existsSync(file)) return { [folder + name + there]: readFileSync(file) };
  }
  return { 'other.mjs': Buffer.from('') };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The service's error for a call: name, status and reason. */
export async function errorOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number; reason?: string }> {
  try {
    await call;
  } catch (error) {
    const { name, Reason, $metadata } = error as Error & {
      Reason?: string;
      $metadata?: { httpStatusCode: number };
    };
    return { name, status: $metadata?.httpStatusCode ?? 0, ...(Reason && { reason: Reason }) };
  }
  return { name: 'none', status: 200 };
}
