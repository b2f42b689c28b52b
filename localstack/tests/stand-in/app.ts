import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inPackage, inShared } from '../../paths.ts';
import { RESOURCES_VARIABLE } from '../../pulumi/requests.ts';
import type { Resource } from '../../pulumi/resource.ts';
import { parseSstCommand } from '../../sst/command.ts';
import { outputsFile, type Places } from '../../sst/places.ts';
import { runLocal } from '../../sst/run-local.ts';

/** The result of one call of the CLI. */
export interface Result {
  code: number;
  /** Everything that the CLI printed. */
  text: string;
  /** `Created FlowRole` and so on, sorted, without components. */
  steps: string[];
  outputs: Record<string, string>;
  /** What the stage consists of after the latest deploy. */
  resources: Resource[];
}

/** A change of the fixture, as its sst.config.ts understands them. */
export type Change = Record<string, string>;

/** A copy of the fixture app in a folder of its own, with its own state, deployed to one engine. */
export class App {
  readonly places: Places;
  endpoint: string;
  /** Additions to the CLI's environment. */
  readonly env: Record<string, string>;

  constructor(name: string, endpoint: string, env: Record<string, string> = {}) {
    this.env = env;
    const app = inShared('tests', `${name}-${process.pid}`);
    this.places = { app, local: join(app, '.local') };
    this.endpoint = endpoint;
    mkdirSync(app, { recursive: true });
    cpSync(inPackage('tests', 'stand-in', 'fixture'), app, { recursive: true });
  }

  /** Runs the CLI as `npm run sst` does. */
  async sst(args: string[], change: Change = {}, { isolate = true } = {}): Promise<Result> {
    const lines: string[] = [];
    const command = parseSstCommand(args);
    const file = join(this.places.local, 'resources.json');
    const code = await runLocal({
      command,
      endpoint: this.endpoint,
      places: this.places,
      env: { ...this.env, [RESOURCES_VARIABLE]: file, ...this.environment(change) },
      isolate,
      onLine: (line) => lines.push(line),
    });
    const steps = lines.map((line) => /^\|\s+(Created|Updated|Deleted|Replaced)\s+.*?(\S+) aws:/.exec(line));
    return {
      code,
      text: lines.join('\n'),
      steps: steps
        .filter((match) => match !== null)
        .map(([, verb, name]) => `${verb} ${name}`)
        .sort(),
      outputs: readJson(outputsFile(this.places, command.stage), {}),
      resources: readJson(file, []),
    };
  }

  /** The fixture's change. */
  environment(change: Change): Record<string, string> {
    return { FIXTURE: JSON.stringify(change) };
  }

  drop(): void {
    rmSync(this.places.app, { recursive: true, force: true });
  }
}

function readJson<T>(file: string, otherwise: T): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return otherwise;
  }
}
