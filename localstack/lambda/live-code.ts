import { UserError } from '@serverless-orders/command-line/user-error';
import { controlHeaders, engineCredentials } from '../engine/credentials.ts';

/** How long the engine may take over a file (ms). */
const LIMIT_MS = 30_000;

/** Names of functions. */
export interface Told {
  /** Those that were invoked lately, the latest first. */
  recent: string[];
  /** Those whose code was replaced since they were deployed. */
  replaced: string[];
}

/**
 * Replaces files in the code of functions that run (`/_code` of the engine, see docs/lambda.md). The other files of a package stay as they were
 * deployed: sst puts a file with the function's links beside the code, which only a deploy can make.
 *
 * @example await new LiveCode(endpoint).replace({ name: 'shop-local-users-rpc-a', file: 'index.mjs', code });
 */
export class LiveCode {
  readonly #endpoint: string;

  /** @param endpoint - the engine's address. */
  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /**
   * What the engine tells of functions, by their full names.
   *
   * @returns undefined of an engine that has no such address: it takes code by deployments only.
   * @throws UserError when the engine does not answer.
   */
  async told(): Promise<Told | undefined> {
    const response = await this.#call('', {}, [404]);
    return response.status === 404 ? undefined : ((await response.json()) as Told);
  }

  /**
   * Puts one file into a function: that is what answers from now on.
   *
   * @param options.name the function's full name
   * @param options.file its name in the package, which has one of that name
   * @throws Error when there is no such function or file; UserError when the engine does not answer.
   */
  async replace({ name, file, code }: { name: string; file: string; code: string }): Promise<void> {
    await this.#call(`/${encodeURIComponent(name)}/${encodeURIComponent(file)}`, {
      method: 'PUT',
      body: code,
    });
  }

  /** Puts back what was deployed of those of these functions whose code was replaced. */
  async restore(names: readonly string[]): Promise<void> {
    const told = await this.told();
    for (const name of told?.replaced.filter((one) => names.includes(one)) ?? [])
      await this.#call(`/${encodeURIComponent(name)}`, { method: 'DELETE' });
  }

  async #call(path: string, init: RequestInit, taken: number[] = []): Promise<Response> {
    // An engine that was started anew has another key.
    const headers = controlHeaders(engineCredentials(this.#endpoint));
    const response = await fetch(`${this.#endpoint}/_code${path}`, {
      ...init,
      headers,
      signal: AbortSignal.timeout(LIMIT_MS),
    }).catch((cause: unknown) => {
      throw new UserError(`the engine at ${this.#endpoint} does not answer`, 'npm start starts it', {
        cause,
      });
    });
    if (!response.ok && !taken.includes(response.status))
      throw new Error(`${init.method ?? 'GET'} ${response.url} answered ${response.status}`);
    return response;
  }
}
