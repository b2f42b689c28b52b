import {
  GetFunctionCommand,
  LambdaClient,
  PreconditionFailedException,
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { clientOptions, controlHeaders } from '../engine/credentials.ts';

/** A function's package as it was last seen: the files, and which revision of the function had them. */
interface Package {
  files: Record<string, Uint8Array>;
  revision: string | undefined;
}

/** How long new code may take until it answers (s). */
const PATIENCE = { maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.2 };

/**
 * Replaces files in the code of functions that run. The other files of a package stay as they were deployed: sst puts a file
 * with the function's links beside the code, which only a deploy can make. They are read once, and anew when somebody else has changed
 * the function since.
 *
 * @example await new CodeReplacer(endpoint).replace({ name: 'shop-local-users-rpc-a', file: 'index.mjs', code });
 */
export class CodeReplacer {
  readonly #client: LambdaClient;
  readonly #headers: Record<string, string>;
  readonly #packages = new Map<string, Package>();

  constructor(endpoint: string) {
    const config = clientOptions(endpoint);
    this.#client = new LambdaClient(config);
    this.#headers = controlHeaders(config.credentials);
  }

  /**
   * Puts one file into a function, and waits until that is what answers.
   *
   * @param options.name the function's full name
   * @param options.file the path in its package
   * @throws Error when there is no such function, or its code cannot be read or does not take effect.
   */
  async replace(options: { name: string; file: string; code: string }): Promise<void> {
    const known = this.#packages.get(options.name);
    this.#packages.delete(options.name);
    const updated = known && (await this.#update(known, options));
    if (!updated) await this.#update(await this.#read(options.name), options);
  }

  async #read(FunctionName: string): Promise<Package> {
    const { Code, Configuration } = await this.#client.send(new GetFunctionCommand({ FunctionName }));
    const response = await fetch(Code?.Location ?? '', { headers: this.#headers });
    if (!response.ok) throw new Error(`the code of ${FunctionName} cannot be read: ${response.status}`);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    return { files, revision: Configuration?.RevisionId };
  }

  /** @returns whether the function was still as it had been seen, and was changed. */
  async #update(
    { files, revision }: Package,
    { name: FunctionName, file, code }: { name: string; file: string; code: string },
  ): Promise<boolean> {
    const next = { ...files, [file]: strToU8(code) };
    const ZipFile = zipSync(next, { level: 1 });
    try {
      await this.#client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, RevisionId: revision }));
    } catch (thrown) {
      if (thrown instanceof PreconditionFailedException) return false;
      throw thrown;
    }
    // The call returns before the new code is what answers.
    const { reason } = await waitUntilFunctionUpdatedV2(
      { client: this.#client, ...PATIENCE },
      { FunctionName },
    );
    const { Configuration } = reason as { Configuration?: { RevisionId?: string } };
    this.#packages.set(FunctionName, { files: next, revision: Configuration?.RevisionId });
    return true;
  }
}
