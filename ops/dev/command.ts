import { relative } from 'node:path';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { codeReplacer, deploy, Limit, runningStage } from '@serverless-orders/localstack';
import { lifeSigns } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { inRoot, places, root } from '../../paths.ts';
import { type StageFunction, stageFunctions } from '../stage/functions.ts';
import {
  affectedBy,
  type Bundles,
  build,
  type Changes,
  changesOf,
  deployedBundles,
  type Sources,
} from './bundles.ts';
import { onChange } from './watch.ts';

/** A change of these is one of what exists in AWS: the stage is deployed. */
const DEPLOYED = ['stacks', 'state-machines', 'sst.config.ts'];

/** How many functions get their code at a time, as in a deployment. */
const PARALLEL = 8;

/** At most one line of progress in this time, and one at least in the other (ms). */
const [LINE_MS, SILENCE_MS] = [2_000, 10_000];

/**
 * `npm run dev`: puts the changed functions into the running engine as they are saved. What a function may do, what calls it
 * and the saga itself are in stacks/ and state-machines/: a change there is deployed.
 */
export const dev = command({
  name: 'dev',
  summary: 'watches functions/, stacks/ and state-machines/, and updates what runs',
  localOnly: true,
  actions: { '': action({ run: watch }) },
});

async function watch(): Promise<number> {
  const { stage, engine } = await runningStage();
  const session = new Session(stage, engine.endpoint, await codeReplacer(engine.endpoint));
  await session.start();
  console.log(`watching functions/, ${DEPLOYED.join('/, ')} (Ctrl-C ends it)`);
  await onChange(
    ['functions', ...DEPLOYED].map((path) => inRoot(path)),
    (changed) => session.changed(changed.map((path) => relative(root, path))),
  );
  console.log('dev ended');
  return 0;
}

type CodeReplacer = Awaited<ReturnType<typeof codeReplacer>>;

/** What runs in a stage while its sources change. */
class Session {
  readonly #stage: string;
  readonly #endpoint: string;
  readonly #replacer: CodeReplacer;
  #functions: StageFunction[] = [];
  #deployed: Bundles = new Map();
  #running: Bundles = new Map();
  #sources: Sources = new Map();
  #isBroken = false;

  constructor(stage: string, endpoint: string, replacer: CodeReplacer) {
    this.#stage = stage;
    this.#endpoint = endpoint;
    this.#replacer = replacer;
  }

  async start(): Promise<void> {
    await this.#look();
    if (this.#functions.length === 0) throw new UserError('nothing is deployed', 'npm start deploys it');
    await this.#update();
  }

  /** @param paths what was saved, from the project's folder. */
  async changed(paths: readonly string[]): Promise<void> {
    const isDeployed = (path: string) => DEPLOYED.some((one) => path === one || path.startsWith(`${one}/`));
    const declared = paths.filter((path) => isDeployed(path) && !path.endsWith('.spec.ts'));
    if (declared.length > 0) await this.#deploy(declared);
    else await this.#update(this.#isBroken ? undefined : affectedBy(paths, this.#sources));
  }

  async #look(): Promise<void> {
    this.#functions = await stageFunctions(this.#endpoint, this.#stage);
    this.#deployed = deployedBundles(this.#stage);
    this.#running = this.#deployed;
  }

  async #deploy(paths: readonly string[]): Promise<void> {
    console.log(`› ${paths.join(', ')} changed: deploying the stage ${this.#stage}`);
    await this.#timed('deployed', async (report) => {
      await deploy({ stage: this.#stage, endpoint: this.#endpoint, report, places });
      await this.#look();
    });
  }

  /** @param names bundles that a change is in; all unless told. */
  async #update(names?: readonly string[]): Promise<void> {
    if (names?.length === 0) return;
    const built = await build(names);
    if (typeof built === 'string') {
      console.error(`error: the functions do not build, and run as they were\n${built}`);
      this.#isBroken = true;
      return;
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
      // What was not put in is tried again with the next change, so all are built then.
      this.#sources = new Map();
      return;
    }
    this.#running = new Map([...this.#running, ...built.bundles]);
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
            await this.#replacer.replace({ name, file: 'index.mjs', code });
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
      console.error(`error: ${error instanceof UserError ? error.line : error}`);
      return false;
    } finally {
      stop();
    }
  }
}
