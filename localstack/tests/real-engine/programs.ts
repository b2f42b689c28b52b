import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import { DRY_VARIABLE, GUARD_VARIABLE, sealed } from '@serverless-orders/stages/launched';
import { delocalized } from '../../dry-run/dry-run.ts';
import { inPackage, inShared, installation } from '../../paths.ts';
import { pinnedNode } from '../../pinned-node.ts';
import { RUN_VARIABLE } from '../../pulumi/end-mark.ts';
import { REQUESTS_VARIABLE, RESOURCES_VARIABLE } from '../../pulumi/requests.ts';
import type { Resource } from '../../pulumi/resource.ts';
import { FOLDER_VARIABLE } from '../../pulumi/settings.ts';
import { installReal } from '../../real-pulumi/install.ts';

/** The result of a command. */
export interface Ran {
  readonly code: number;
  readonly text: string;
  /** `Mail: update changed: visibilityTimeoutSeconds` and so on: the steps about each resource, with the properties that they are about. */
  readonly steps: string[];
  /** The AWS operations that were called, sorted. */
  readonly requests: string[];
  readonly resources: Resource[];
}

/** Nothing listens there: all requests are answered without being sent. */
const ENDPOINT = 'http://127.0.0.1:9';

const STACK = 'organization/program/test-program';

/** The folder in which SST has installed Pulumi's packages, for the app beside this package. */
const platform = join(installation, '.sst', 'platform');

/** The program, deployed by `pulumi` as the sst CLI calls it, without sst, into a simulated account in which every request succeeds. */
export class Program {
  readonly #folder: string;
  readonly #program = join(platform, `program-${process.pid}.mjs`);
  readonly #command: string[];

  /** @param pulumi the real program; without one it is the stand-in. */
  constructor(pulumi?: string) {
    this.#folder = inShared('tests', `program-${process.pid}-${pulumi ? 'real' : 'stand-in'}`);
    mkdirSync(join(this.#folder, 'home'), { recursive: true });
    cpSync(inPackage('tests', 'real-engine', 'program.mjs'), this.#program);
    writeFileSync(
      join(this.#folder, 'Pulumi.yaml'),
      `name: program\nruntime: nodejs\nmain: ${this.#program}\n`,
    );
    const places = { app: installation, local: this.#folder };
    this.#command = pulumi
      ? [installReal(places, pulumi).SST_PULUMI_PATH]
      : [pinnedNode(), '--no-warnings', inPackage('pulumi', 'main.ts')];
  }

  async begin(): Promise<void> {
    const { code, output } = await this.#pulumi(['stack', 'init', STACK], {});
    if (code !== 0) throw new Error(output);
  }

  /** Runs `up`, `preview` or `destroy`. */
  async run(command: string, change: object, ...options: string[]): Promise<Ran> {
    const [log, requests, resources] = ['events', 'requests', 'resources'].map((name) => this.#file(name));
    for (const file of [log!, requests!]) rmSync(file, { force: true });
    const yes = command === 'preview' ? [] : ['--yes', '-f'];
    const tags = JSON.stringify({ tags: { 'sst:app': 'program' } });
    const config = ['--config', 'aws:region=us-east-1', '--config', `aws:defaultTags=${tags}`];
    const words = [
      command,
      ...yes,
      '--stack',
      STACK,
      '--non-interactive',
      '--event-log',
      log!,
      ...config,
      ...options,
    ];
    const { code, output: text } = await this.#pulumi(words, change);
    const sent = lines(requests!)
      // The stand-in's own mark of the engine that a stage is on.
      .filter(({ input }) => !/test-program/.test(String((input as Line).Name)))
      .map(({ operation }) => String(operation));
    return {
      code,
      text,
      steps: stepsIn(lines(log!)),
      requests: sent.sort(),
      resources: existsSync(resources!)
        ? JSON.parse(delocalized(readFileSync(resources!, 'utf8'), ENDPOINT))
        : [],
    };
  }

  drop(): void {
    for (const path of [this.#folder, this.#program]) rmSync(path, { recursive: true, force: true });
  }

  #file(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  #pulumi(words: string[], change: object) {
    const [file, ...before] = this.#command;
    const env = sealed({
      PATH: process.env.PATH,
      HOME: join(this.#folder, 'home'),
      [GUARD_VARIABLE]: ENDPOINT,
      AWS_ENDPOINT_URL: ENDPOINT,
      AWS_REGION: 'us-east-1',
      [FOLDER_VARIABLE]: this.#folder,
      [RUN_VARIABLE]: 'program',
      [DRY_VARIABLE]: '1',
      [REQUESTS_VARIABLE]: this.#file('requests'),
      [RESOURCES_VARIABLE]: this.#file('resources'),
      PULUMI_HOME: join(this.#folder, 'home'),
      // Without it the real CLI has no option for the event log.
      PULUMI_DEBUG_COMMANDS: 'true',
      PULUMI_BACKEND_URL: `file://${this.#folder}`,
      PROGRAM: JSON.stringify(change),
    });
    return run(file!, [...before, ...words], { cwd: this.#folder, env });
  }
}

type Line = Record<string, unknown>;

const lines = (file: string): Line[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];

interface Metadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: string[] | null;
  readonly keys?: string[] | null;
}

/** The steps about each resource of AWS or another package in their order, without those that change nothing. */
function stepsIn(events: readonly Line[]): string[] {
  const told = events
    .map(({ resOutputsEvent }) => (resOutputsEvent as { metadata: Metadata } | undefined)?.metadata)
    .filter((metadata) => metadata !== undefined)
    .filter(({ op, type }) => op !== 'same' && !/^(pulumi|shop):/.test(type));
  const steps = new Map<string, string[]>();
  for (const { op, urn, keys, diffs } of told) {
    const step = [op, ...lists({ changed: diffs, replacing: keys })].join(' ');
    steps.set(urn, [...(steps.get(urn) ?? []), step]);
  }
  return [...steps].map(([urn, list]) => `${urn.split('::').at(-1)}: ${list.join('; ')}`).sort();
}

const lists = (named: Record<string, string[] | null | undefined>): string[] =>
  Object.entries(named).flatMap(([name, list]) => (list?.length ? `${name}: ${list.toSorted().join()}` : []));
