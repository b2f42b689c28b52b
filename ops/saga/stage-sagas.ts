import { paginateListStateMachines, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { makeClosedCustomers } from '../../functions/orders/composition.ts';
import { type Execution, isUnderWay, OrderExecutions } from '../../functions/orders/executions.ts';
import type { Order } from '../../functions/orders/order.ts';
import { ParkedMessages } from '../../functions/orders/parked-messages.ts';
import { OrderRedrive } from '../../functions/orders/redrive.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { OrderCancellation } from '../../functions/orders/request-cancellation.ts';
import { redriveStarter, undoStarter } from '../../functions/orders/start-saga.ts';
import { WaitingOrders } from '../../functions/orders/waiting-orders.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { poll } from '../../packages/command-line/wait.ts';
import { waitingQueues } from '../dead-letters/waiting-queues.ts';
import { type ExecutionEvent, readHistory } from '../executions/history.ts';
import { type StageAccess, stageAccess } from '../stage/access.ts';
import { StageTable } from '../stage/table.ts';

/**
 * The sagas of a stage as a person with access to it sees them: the same rules as the functions have, with the
 * person's own credentials.
 */
export class StageSagas {
  readonly access: StageAccess;
  readonly orders: OrderRepository;
  readonly waiting: WaitingOrders;
  readonly executions: OrderExecutions;
  readonly sqs: SQSClient;
  readonly #sfn: SFNClient;
  readonly #table: StageTable;
  /** The addresses of both state machines. */
  readonly machines: { saga: string; undo: string };

  private constructor(access: StageAccess, table: StageTable, machines: { saga: string; undo: string }) {
    this.access = access;
    this.#table = table;
    this.orders = new OrderRepository(table.table);
    this.waiting = new WaitingOrders(table.table);
    this.#sfn = new SFNClient(access.config);
    this.machines = machines;
    this.executions = new OrderExecutions({ ...machines, client: this.#sfn });
    this.sqs = new SQSClient({ ...access.config, useQueueUrlAsEndpoint: false });
  }

  /** @throws UserError when the stage does not run, or has no sagas. */
  static async open(stage: string): Promise<StageSagas> {
    const access = await stageAccess(stage);
    const client = new SFNClient(access.config);
    const found = new Map<string | undefined, string | undefined>();
    for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
      for (const { name, stateMachineArn } of stateMachines) found.set(name, stateMachineArn);
    const [saga, undo] = ['order-saga', 'order-undo'].map((name) => found.get(access.prefix + name));
    if (!saga || !undo)
      throw new UserError(
        `the stage ${stage} has no order saga`,
        `deploy it (npm run sst -- deploy --stage ${stage}), or name another with --stage`,
      );
    return new StageSagas(access, await StageTable.find(stage, 'Orders'), { saga, undo });
  }

  /** @throws UserError when there is no such order. */
  async order(id: string): Promise<Order> {
    const order = await this.orders.get(id);
    if (order) return order;
    throw new UserError(
      `there is no order "${id}" on stage ${this.access.stage}`,
      'npm run saga -- list shows those that wait; --stage names another stage',
    );
  }

  /** What has happened in an execution, oldest first. */
  async history({ machine, name }: Execution): Promise<ExecutionEvent[]> {
    return (await readHistory(this.#sfn, this.executions.arn(machine, name))) ?? [];
  }

  redrive(id: string) {
    const { orders, executions } = this;
    const startRedrive = redriveStarter({ undo: this.machines.undo, client: this.#sfn });
    return new OrderRedrive({ orders, executions, startRedrive }).redrive(id);
  }

  /**
   * Waits for a redrive's end, and takes the messages about orders away that are CANCELLED then.
   *
   * @returns how it ended, and the orders whose messages were taken away; undefined when it runs still after `timeoutMs`.
   */
  async endOfRedrive(
    id: string,
    redrives: number,
    timeoutMs: number,
  ): Promise<{ ended: Execution; cleared: string[] } | undefined> {
    const ended = await poll(
      async () => {
        const { redrive } = await this.executions.latest({ id, redrives });
        return redrive && !isUnderWay(redrive) ? redrive : undefined;
      },
      { timeoutMs, everyMs: 500 },
    );
    return ended ? { ended, cleared: await this.clearParked() } : undefined;
  }

  /**
   * Cancels an order as staff do, by the same rules; undone by an execution of its own when it was confirmed.
   *
   * @throws ServiceError `notFound`; `conflict` when its customer is being deleted.
   */
  cancel(id: string): Promise<Order> {
    const startUndo = undoStarter({ undo: this.machines.undo, client: this.#sfn });
    const closed = makeClosedCustomers(this.#table.table, this.orders);
    const staff = { id: 'operator', roles: ['staff' as const] };
    return new OrderCancellation({ orders: this.orders, closed, startUndo }).request(id, staff);
  }

  /** Ends an execution where it is: a step that is under way runs on, and nothing is undone by it. */
  async stop({ machine, name }: Pick<Execution, 'machine' | 'name'>, cause: string): Promise<void> {
    const executionArn = this.executions.arn(machine, name);
    await this.#sfn.send(new StopExecutionCommand({ executionArn, error: 'StoppedByOperator', cause }));
  }

  /** Deletes the messages of orders that are CANCELLED. @returns the ids of those orders. */
  async clearParked(): Promise<string[]> {
    const queues = await waitingQueues(this.sqs, this.access);
    const parked = queues.find(({ kind }) => kind === 'parked orders');
    if (!parked) return [];
    const messages = new ParkedMessages(parked.url, this.sqs);
    return messages.clear(async (id) => (await this.orders.get(id))?.status === 'CANCELLED');
  }
}
