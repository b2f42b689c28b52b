import { command } from '@serverless-orders/command-line/command';
import { counted } from '@serverless-orders/command-line/counted';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import type { BreakerView } from '@serverless-orders/resilience/breaker';
import { explainAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { breakerWord, FORCE_OPTIONS, type Named } from './arguments.ts';
import { type Forcing, StageBreakers } from './stage-breakers.ts';

const words = { breaker: breakerWord };

/** `npm run breaker -- list | open | close | release`: the circuit breakers of a stage, by hand. */
export const breaker = command({
  name: 'breaker',
  summary:
    'lists and forces circuit breakers (-- list, -- open <service>[/<instance>] --for 10m --reason "...")',
  stage: anyStage,
  actions: {
    list: action({ help: 'the breakers that have counted something', json: true, run: list }),
    open: action({
      help: 'forces it open for a while: its calls fail at once',
      words,
      options: FORCE_OPTIONS,
      json: true,
      run: (input) => force(input, { state: 'OPEN', ...input }),
    }),
    close: action({
      help: 'forces it closed for a while: its calls go through',
      words,
      options: FORCE_OPTIONS,
      json: true,
      run: (input) => force(input, { state: 'CLOSED', ...input }),
    }),
    release: action({ help: 'leaves it to itself again', words, json: true, run: (input) => force(input) }),
  },
});

/** Calls with the breakers of a stage, and explains what AWS does not allow. */
async function withBreakers<T>(stage: string, work: (breakers: StageBreakers) => Promise<T>): Promise<T> {
  try {
    return await work(await StageBreakers.open(stage));
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

function list({ stage }: Request): Promise<Output> {
  return withBreakers(stage, async (breakers) => {
    const views = await breakers.list();
    const open = views.filter(({ state }) => state !== 'CLOSED').length;
    const sum =
      open === 0
        ? `all breakers of stage ${stage} are closed`
        : `${counted(open, 'breaker')} of stage ${stage} ${open === 1 ? 'is' : 'are'} not closed; what is not listed is closed`;
    return { lines: [...views.map(line), sum], document: { stage, breakers: views } };
  });
}

function line({ name, state, openUntil, failures, forced }: BreakerView): string {
  const told = failures > 0 ? `${failures} failures` : '';
  const until = openUntil && !forced ? `until ${openUntil}` : '';
  const hand = forced ? `by ${forced.by} until ${forced.until}: ${forced.reason}` : '';
  return `${name.padEnd(24)}${state.padEnd(11)}${[until, told, hand].filter(Boolean).join(', ')}`.trimEnd();
}

function force({ stage, breaker }: Request & { breaker: Named }, to?: Forcing): Promise<Output> {
  return withBreakers(stage, async (breakers) => {
    const views = await breakers.force(breaker, to);
    const sum = `${views.length} ${views.length === 1 ? 'breaker was' : 'breakers were'} ${to ? `forced ${to.state}` : 'released'}; callers know within 2 s`;
    return { lines: [...views.map(line), sum], document: { stage, breakers: views } };
  });
}
