import { controlHeaders, engineCredentials } from '../engine/credentials.ts';

/** How long the engine may take over a file (ms). */
const LIMIT_MS = 30_000;

/**
 * Replaces files in the code of functions that run (`/_code` of the engine, see docs/lambda.md). The other files of a package stay as they were
 * deployed: sst puts a file with the function's links beside the code, which only a deploy can make.
 *
 * @example await new LiveCode(endpoint).replace({ name: 'shop-local-users-rpc-a', file: 'index.mjs', code });
 */
export class LiveCode {
  readonly #address: string;
  readonly #headers: Record<string, string>;

  /** @param endpoint - the engine's address. */
  constructor(endpoint: string) {
    this.#address = `${endpoint}/_code`;
    this.#headers = controlHeaders(engineCredentials(endpoint));
  }

  /**
   * Full names of functions: those that were invoked lately, the latest first, and those whose code was replaced. Of an engine that has no
   * such address, none.
   */
  async told(): Promise<{ recent: string[]; replaced: string[] }> {
    const response = await this.#call('', {}, [404]);
    if (response.status === 404) return { recent: [], replaced: [] };
    return (await response.json()) as { recent: string[]; replaced: string[] };
  }

  /**
   * Puts one file into a function: that is what answers from now on.
   *
   * @param options.name the function's full name
   * @param options.file its name in the package, which has one of that name
   * @throws Error when there is no such function or file.
   */
  async replace({ name, file, code }: { name: string; file: string; code: string }): Promise<void> {
    await this.#call(`/${encodeURIComponent(name)}/${encodeURIComponent(file)}`, {
      method: 'PUT',
      body: code,
    });
  }

  /** Puts back what was deployed of those of these functions whose code was replaced. */
  async restore(names: readonly string[]): Promise<void> {
    const { replaced } = await this.told();
    for (const name of replaced.filter((one) => names.includes(one)))
      await this.#call(`/${encodeURIComponent(name)}`, { method: 'DELETE' });
  }

  async #call(path: string, init: RequestInit, taken: number[] = []): Promise<Response> {
    const response = await fetch(`${this.#address}${path}`, {
      ...init,
      headers: this.#headers,
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (!response.ok && !taken.includes(response.status))
      throw new Error(`${init.method ?? 'GET'} ${response.url} answered ${response.status}`);
    return response;
  }
}
