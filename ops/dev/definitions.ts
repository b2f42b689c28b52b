import { type Definition, machinesOf, stepsOf, withSteps } from '../../stacks/saga/definition.ts';

/** The definitions of the saga's machines, as Step Functions has them. */
export interface Definitions {
  saga: string;
  undo: string;
}

interface Task {
  Parameters?: { FunctionName?: string };
}

/**
 * What the machines become when their file is saved. Functions, pauses and permissions are those of the deployment, so there is an
 * answer only while these stay what they are: when the deployed definitions are what the file made that was deployed, and each machine
 * calls the steps that it called.
 *
 * @param options.before the text of the file that was deployed; `options.after` that which was saved.
 * @param options.deployed what Step Functions has.
 * @returns undefined when that takes a deployment, which also says what is wrong with a file.
 */
export function replacedDefinitions(options: {
  before: string;
  after: string;
  deployed: Definitions;
  pauses: number;
}): Definitions | undefined {
  const { before, after, deployed, pauses } = options;
  try {
    const [was, is] = [machinesOf(before, pauses), machinesOf(after, pauses)];
    const addresses = addressesIn(was.saga, JSON.parse(deployed.saga) as Definition);
    const written = (machines: typeof was): Definitions => ({
      saga: withSteps(machines.saga, addresses),
      undo: withSteps(machines.undo, addresses),
    });
    const { saga, undo } = written(was);
    const isAsDeployed = saga === deployed.saga && undo === deployed.undo;
    const callsTheSame = callsOf(was.saga) === callsOf(is.saga) && callsOf(was.undo) === callsOf(is.undo);
    return isAsDeployed && callsTheSame ? written(is) : undefined;
  } catch {
    return undefined;
  }
}

/** The functions of the steps, by what the deployed machine has where the file names a step. */
function addressesIn(definition: Definition, deployed: Definition): Record<string, string> {
  const calls = Object.entries(definition.States).flatMap(([name, state]) => {
    const step = /^\$\{(\w+)\}$/.exec((state as Task).Parameters?.FunctionName ?? '')?.[1];
    const address = (deployed.States[name] as Task | undefined)?.Parameters?.FunctionName;
    return step && address ? [[step, address] as const] : [];
  });
  return Object.fromEntries(calls);
}

const callsOf = (definition: Definition): string => stepsOf(definition).sort().join(' ');
