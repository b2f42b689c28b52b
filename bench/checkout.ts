import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pinnedNode } from '@serverless-orders/localstack';
import { run } from '../packages/command-line/process-run.ts';
import { inLocal, inRoot, root } from '../paths.ts';

type Localstack = typeof import('@serverless-orders/localstack');

/** What is installed once for all checkouts: it takes minutes, and nothing of it is written to. */
const INSTALLED = ['cache', 'python', 'uv'];

/** A command that goes on until it is ended. */
export interface Running {
  /** Waits for its next line like this. @throws Error when it ends before. */
  line: (pattern: RegExp) => Promise<string>;
  end: () => Promise<void>;
}

/**
 * A copy of this project, so that a bench can save files: with an engine, a stage and bundles of its own, and with what is installed
 * here. Its commands are those that people call.
 */
export class Checkout {
  readonly folder = inLocal('bench', 'checkout');

  /** Copies the project in place of what an earlier bench has left. */
  async make(): Promise<void> {
    if (existsSync(this.folder)) await this.drop();
    mkdirSync(join(this.folder, '.local'), { recursive: true });
    const isCopied = (name: string) => !name.startsWith('.') && name !== 'node_modules';
    for (const name of readdirSync(root).filter(isCopied))
      cpSync(inRoot(name), join(this.folder, name), { recursive: true });
    for (const name of INSTALLED) symlinkSync(inLocal(name), join(this.folder, '.local', name));
    this.#linkPackages();
  }

  /** Packages are those of this project, but for its own workspaces: these are the copy's. */
  #linkPackages(): void {
    const [from, to] = [inRoot('node_modules'), join(this.folder, 'node_modules')];
    mkdirSync(to);
    for (const name of readdirSync(from).filter((one) => one !== '@serverless-orders'))
      symlinkSync(join(from, name), join(to, name));
    // Its links lead to places beside it.
    cpSync(join(from, '@serverless-orders'), join(to, '@serverless-orders'), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }

  async drop(): Promise<void> {
    await this.command('stop');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The copy's own, whose engines are its own. */
  localstack(): Promise<Localstack> {
    return import(join(this.folder, 'localstack', 'index.ts'));
  }

  /** What the stage was deployed with. */
  outputs<T>(): T {
    return JSON.parse(readFileSync(join(this.folder, '.sst', 'outputs.local.json'), 'utf8'));
  }

  /** Saves a file of the copy, as this project has it but for one place. @throws Error when the place is not there. */
  save(file: string, place: string, instead: string): void {
    const text = readFileSync(inRoot(file), 'utf8');
    if (!text.includes(place)) throw new Error(`${file} has no ${place}`);
    writeFileSync(
      join(this.folder, file),
      text.replace(place, () => instead),
    );
  }

  /** Runs a command of `npm run`. @returns the seconds that it took. @throws Error with its last lines when it fails. */
  async command(...words: string[]): Promise<number> {
    const began = performance.now();
    const { code, output } = await run(pinnedNode(), [this.#entry, ...words], { cwd: this.folder });
    if (code !== 0) throw new Error(`${words.join(' ')} failed\n${output.split('\n').slice(-20).join('\n')}`);
    return (performance.now() - began) / 1000;
  }

  /** Starts a command of `npm run` that goes on. */
  start(...words: string[]): Running {
    const child = spawn(pinnedNode(), [this.#entry, ...words], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const line = async (pattern: RegExp) => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${words.join(' ')} ended before it said ${pattern}`);
        if (pattern.test(value)) return value;
      }
    };
    const end = async () => {
      child.kill('SIGINT');
      await ended;
    };
    return { line, end };
  }

  get #entry(): string {
    return join(this.folder, 'cli', 'boot.mjs');
  }
}
