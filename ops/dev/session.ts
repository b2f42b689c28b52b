import { deploy, Limit, LiveCode } from '@serverless-orders/localstack';
import { lifeSigns } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { places } from '../../paths.ts';
import { type StageFunction, stageFunctions } from '../stage/functions.ts';
import {
  affectedBy,
  type Bundles,
  build,
  type Changes,
  changesOf,
  deployedBundles,
  inTurn,
  type Sources,
} from './bundles.ts';
import { StateMachines } from './state-machines.ts';

/** A change of these is one of what exists in AWS: the stage is deployed. */
export const DEPLOYED = ['stacks', 'state-machines', 'sst.config.ts'];

const isDeployed = (path: string) => DEPLOYED.some((one) => path === one || path.startsWith(`${one}/`));
const isMachine = (path: string) => path.startsWith('state-machines/');

/** How many functions get their code at a time, as in a deployment. */
const PARALLEL = 8;

/** At most one line of progress in this time, and one at least in the other (ms). */
const [LINE_MS, SILENCE_MS] = [2_000, 10_000];

const tell = (error: unknown) => console.error(`error: ${error instanceof UserError ? error.line : error}`);

/** What runs in a stage while its sources change. */
export class Session {
  readonly #stage: string;
  readonly #endpoint: string;
  readonly #code: LiveCode;
  readonly #machines: StateMachines;
  #functions: StageFunction[] = [];
  #deployed: Bundles = new Map();
  #running: Bundles = new Map();
  #sources: Sources = new Map();
  #isBroken = false;
  /** Whether the engine takes code into what runs. */
  #isLive = true;

  constructor(stage: string, endpoint: string) {
    this.#stage = stage;
    this.#endpoint = endpoint;
    this.#code = new LiveCode(endpoint);
    this.#machines = new StateMachines(endpoint, stage);
  }

  async start(): Promise<void> {
    await this.#look();
    if (this.#functions.length === 0) throw new UserError('nothing is deployed', 'npm start deploys it');
    this.#isLive = (await this.#code.told()) !== undefined;
    if (!this.#isLive)
      return console.log('› this engine takes code by deployments only: what is saved is deployed');
    // What was put in before is not known any more.
    await this.#code.restore(this.#functions.map(({ name }) => name));
    await this.#update();
  }

  /** Takes a change over. What fails is told, and the next change is waited for. @param paths what was saved, from the project's folder. */
  async changed(paths: readonly string[]): Promise<void> {
    try {
      await this.#take(paths);
    } catch (error) {
      tell(error);
      this.#forget();
    }
  }

  async #take(paths: readonly string[]): Promise<void> {
    if (!this.#isLive) return this.#deploy(paths);
    const declared = paths.filter((path) => isDeployed(path) && !path.endsWith('.spec.ts'));
    if (declared.length > 0) {
      const replace = declared.every(isMachine) ? await this.#machines.replacement() : undefined;
      if (!replace) return this.#deploy(declared);
      await this.#timed('updated the state machines', replace);
    }
    const others = paths.filter((path) => !isDeployed(path));
    await this.#update(this.#isBroken ? undefined : affectedBy(others, this.#sources));
  }

  async #look(): Promise<void> {
    this.#functions = await stageFunctions(this.#endpoint, this.#stage);
    this.#deployed = deployedBundles(this.#stage);
    this.#running = this.#deployed;
    this.#machines.look();
  }

  async #deploy(paths: readonly string[]): Promise<void> {
    console.log(`› ${paths.join(', ')} changed: deploying the stage ${this.#stage}`);
    const isDone = await this.#timed('deployed', async (report) => {
      await deploy({ stage: this.#stage, endpoint: this.#endpoint, report, places });
      await this.#look();
    });
    // What it has built is made of other files than before.
    if (isDone) this.#sources = new Map();
    // A part of it runs, perhaps, and what was put in before does not.
    else this.#forget();
  }

  /** Nobody knows what runs: the next change puts in all. */
  #forget(): void {
    this.#running = new Map();
    this.#sources = new Map();
  }

  /** @param names bundles that a change is in; all unless told. */
  async #update(names?: readonly string[]): Promise<void> {
    const turns = await inTurn(names, this.#functions, async () => (await this.#code.told())?.recent ?? []);
    for (const turn of turns) if (!(await this.#updateThese(turn))) return;
  }

  /** @returns whether they run as they are now. */
  async #updateThese(names: readonly string[] | undefined): Promise<boolean> {
    const built = await build(names);
    if (typeof built === 'string') {
      console.error(`error: the functions do not build, and run as they were\n${built}`);
      this.#isBroken = true;
      return false;
    }
    const changes = changesOf({
      built: built.bundles,
      running: this.#running,
      deployed: this.#deployed,
      functions: this.#functions,
    });
    if (this.#isBroken) console.log('› the functions build again');
    this.#isBroken = false;
    this.#sources = new Map([...this.#sources, ...built.sources]);
    for (const entry of changes.fresh) {
      const service = entry.split('/')[0];
      console.log(`! functions/${entry}.ts is not deployed yet: declare it in stacks/${service}.ts`);
    }
    if (changes.replaced.length > 0 && !(await this.#replace(changes.replaced))) {
      // The engine may have been started anew meanwhile, with what is deployed.
      this.#forget();
      return false;
    }
    this.#running = new Map([...this.#running, ...built.bundles]);
    return true;
  }

  #replace(replaced: Changes['replaced']): Promise<boolean> {
    const entries = [...new Set(replaced.map(({ entry }) => entry))];
    const what = entries.length > 5 ? `${replaced.length} functions` : entries.join(', ');
    return this.#timed(`updated ${what}`, async (report) => {
      const limit = new Limit(PARALLEL);
      let done = 0;
      await Promise.all(
        replaced.map(({ name, code }) =>
          limit.run(async () => {
            await this.#code.replace({ name, file: 'index.mjs', code });
            done += 1;
            if (done < replaced.length) report(`${done} of ${replaced.length} functions updated`);
          }),
        ),
      );
    });
  }

  /** Tells how it goes and how long it took. What fails is told, and the next change is waited for. */
  async #timed(what: string, work: (report: (text: string) => void) => Promise<void>): Promise<boolean> {
    const began = Date.now();
    const { report, stop } = lifeSigns((text) => console.log(`› ${text}`), {
      silenceMs: SILENCE_MS,
      pauseMs: LINE_MS,
    });
    try {
      await work(report);
      console.log(`› ${what} (${Date.now() - began} ms)`);
      return true;
    } catch (error) {
      tell(error);
      return false;
    } finally {
      stop();
    }
  }
}
