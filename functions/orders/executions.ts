import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { awsClient } from '../platform/aws-client.ts';
import { readConfig, required } from '../platform/config.ts';
import type { Order } from './order.ts';

/** One execution of an order, as Step Functions tells of it. */
export interface Execution {
  name: string;
  machine: 'saga' | 'undo';
  status: string;
  /** RFC 3339. */
  startedAt?: string;
  stoppedAt?: string;
  error?: string;
  cause?: string;
}

/** The executions that matter to what is done next: the saga, the cancellation, and the latest redrive. */
export interface LatestExecutions {
  saga?: Execution;
  cancel?: Execution;
  redrive?: Execution;
}

interface Machines {
  saga: string;
  undo: string;
  client?: SFNClient;
}

export const cancelName = (orderId: string): string => `${orderId}.cancel`;
export const redriveName = (orderId: string, redrive: number): string => `${orderId}.redrive.${redrive}`;

/** The order that an execution is of: the inverse of both. */
export const orderIdOf = (execution: string): string => execution.replace(/[.](?:cancel|redrive[.]\d+)$/, '');

/** The address of an execution, by that of its state machine. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** Whether an execution does something still, or may: AWS calls one that was redriven PENDING_REDRIVE. */
export const isUnderWay = ({ status }: Execution): boolean =>
  status.startsWith('RUNNING') || status.startsWith('PENDING');

/** How an execution ends that has not come to a state which ends it well. */
const FAILED = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** Failed executions of each kind that are looked at, the latest first. */
const LISTED = 100;

/**
 * The executions of orders. Their names follow from the order's id, so they are described one by one, and only those that
 * failed are listed. Step Functions forgets an execution 90 days after its end.
 */
export class OrderExecutions {
  readonly #machines: Record<Execution['machine'], string>;
  readonly #client: SFNClient;

  constructor({ saga, undo, client = awsClient(SFNClient, {}) }: Machines) {
    this.#machines = { saga, undo };
    this.#client = client;
  }

  async latest({ id, redrives = 0 }: Pick<Order, 'id' | 'redrives'>): Promise<LatestExecutions> {
    const [saga, cancel, redrive] = await Promise.all([
      this.describe('saga', id),
      this.describe('undo', cancelName(id)),
      redrives > 0 ? this.describe('undo', redriveName(id, redrives)) : undefined,
    ]);
    return { saga, cancel, redrive };
  }

  /** All that there are, oldest first; of many redrives the last ten. */
  async all({ id, redrives = 0 }: Pick<Order, 'id' | 'redrives'>): Promise<Execution[]> {
    const last = Array.from({ length: Math.min(redrives, 10) }, (_, index) => redrives - index).reverse();
    const found = await Promise.all([
      this.describe('saga', id),
      ...[cancelName(id), ...last.map((redrive) => redriveName(id, redrive))].map((name) =>
        this.describe('undo', name),
      ),
    ]);
    return found.filter((one) => one !== undefined);
  }

  /** The orders whose saga has failed since then, and when, whatever became of them after that. */
  async failedSagas(since: Date): Promise<{ orderId: string; stoppedAt: Date }[]> {
    const pages = await Promise.all(
      FAILED.map((statusFilter) =>
        this.#client.send(
          new ListExecutionsCommand({
            stateMachineArn: this.#machines.saga,
            statusFilter,
            maxResults: LISTED,
          }),
        ),
      ),
    );
    return pages
      .flatMap(({ executions = [] }) => executions)
      .flatMap(({ name, stopDate }) =>
        name && stopDate ? [{ orderId: name, stoppedAt: new Date(stopDate) }] : [],
      )
      .filter(({ stoppedAt }) => stoppedAt >= since);
  }

  /** The address of an execution. */
  arn(machine: Execution['machine'], name: string): string {
    return executionArn(this.#machines[machine], name);
  }

  /** One execution; undefined when there is none of that name. */
  async describe(machine: Execution['machine'], name: string): Promise<Execution | undefined> {
    try {
      const { status, startDate, stopDate, error, cause } = await this.#client.send(
        new DescribeExecutionCommand({ executionArn: this.arn(machine, name) }),
      );
      return {
        name,
        machine,
        status: status ?? 'UNKNOWN',
        startedAt: startDate && new Date(startDate).toISOString(),
        stoppedAt: stopDate && new Date(stopDate).toISOString(),
        error,
        cause,
      };
    } catch (thrown) {
      if (thrown instanceof ExecutionDoesNotExist) return undefined;
      throw thrown;
    }
  }
}

/** The executions of this stage, by the function's configuration. */
export function executionsFromEnvironment(): OrderExecutions {
  const { SAGA_ARN: saga, UNDO_ARN: undo } = readConfig({ SAGA_ARN: required, UNDO_ARN: required });
  return new OrderExecutions({ saga, undo });
}
