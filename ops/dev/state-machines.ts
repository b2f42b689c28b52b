import { readFileSync } from 'node:fs';
import { DescribeStateMachineCommand, SFNClient, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { clientOptions, readOutputs } from '@serverless-orders/localstack';
import { inRoot, places } from '../../paths.ts';
import { settingsOf } from '../../stacks/settings.ts';
import { type Definitions, replacedDefinitions } from './definitions.ts';

const FILE = inRoot('state-machines', 'order-saga.asl.json');

/** The saga's machines in a running stage, which get a saved definition without a deployment. */
export class StateMachines {
  readonly #client: SFNClient;
  readonly #stage: string;
  /** The text of the file that runs. */
  #running = '';

  constructor(endpoint: string, stage: string) {
    this.#client = new SFNClient(clientOptions(endpoint));
    this.#stage = stage;
  }

  /** Takes the file for what runs, after a deployment. */
  look(): void {
    this.#running = readFileSync(FILE, 'utf8');
  }

  /**
   * What has the machines run what is in the file. Executions that have begun go on with what they began with.
   *
   * @returns undefined when the stage has to be deployed instead. What is returned throws when Step Functions refuses a definition.
   */
  async replacement(): Promise<(() => Promise<void>) | undefined> {
    const arns = readOutputs(places, this.#stage) as Definitions | undefined;
    if (!arns) return undefined;
    const after = readFileSync(FILE, 'utf8');
    const deployed = { saga: await this.#definition(arns.saga), undo: await this.#definition(arns.undo) };
    const pauses = settingsOf(this.#stage, process.env).SAGA_PAUSES;
    const replaced = replacedDefinitions({ before: this.#running, after, deployed, pauses });
    return (
      replaced &&
      (async () => {
        for (const name of ['saga', 'undo'] as const) await this.#update(arns[name], replaced[name]);
        this.#running = after;
      })
    );
  }

  async #definition(stateMachineArn: string): Promise<string> {
    const { definition } = await this.#client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return definition ?? '';
  }

  async #update(stateMachineArn: string, definition: string): Promise<void> {
    await this.#client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
  }
}
