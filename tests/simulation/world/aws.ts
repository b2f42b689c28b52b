import type { AttributeValue, TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { SESServiceException } from '@aws-sdk/client-ses';
import { readMime } from '../../../functions/notifications/test-mime.ts';
import { busy, cancelled, refused } from '../store/errors.ts';
import { oneWrite } from '../store/store.ts';
import type { PlannedWrite } from '../store/transaction.ts';
import type { Fault } from './faults.ts';
import type { Answered } from './lambda.ts';
import { LOADED, type Loaded } from './load.ts';
import type { World } from './world.ts';

/** As orders' client of Lambda has it (ms). */
const REQUEST_TIMEOUT = 12_000;

type Input = Record<string, string>;

/** The services that functions call, each call in one piece. */
export class Aws {
  readonly #world: World;
  /** Emails that SES took: the event that they are about is not known to it, so what they say. */
  readonly mailbox: { to: string; subject: string; text: string }[] = [];
  /** Which function is writing, for a test that drops one of its conditions. */
  writer = '';

  constructor(world: World) {
    this.#world = world;
  }

  /** @throws what the service throws; with a fault, what that makes of it. */
  execute(service: string, command: unknown, fn: Loaded, fault: Fault | undefined): unknown {
    const { input } = command as { input: Input };
    const write =
      service === 'DynamoDBClient' && ('TransactItems' in input || oneWrite(command) !== undefined);
    if (fault?.kind === 'refused') throw refusedBy(service);
    if (fault?.kind === 'conflict' && write) throw conflict(command);
    this.writer = fn.name;
    const answer = this.#answer(service, command, input);
    if (fault?.kind === 'lost') throw busy('InternalServerError');
    return answer;
  }

  #answer(service: string, command: unknown, input: Input): unknown {
    const { executions, messages, store } = this.#world;
    const { name } = (command as object).constructor;
    if (service === 'DynamoDBClient') return store.execute(command);
    if (name === 'StartExecutionCommand')
      return executions.start(input.stateMachineArn!, input.name!, input.input!);
    if (name === 'DescribeExecutionCommand') return executions.describe(input.executionArn!);
    if (name === 'ListExecutionsCommand') return executions.list(input.stateMachineArn!, input.statusFilter!);
    if (name === 'InvokeCommand') return this.#invoke(input.FunctionName!, input.Payload!);
    if (name === 'PublishCommand') return messages.publish(input.TopicArn!, input.Message!);
    if (name === 'SendMessageCommand') return messages.putAside(input.QueueUrl!, input.MessageBody!);
    if (name === 'SendRawEmailCommand') return this.#mail(command);
    throw new Error(`the simulation has no ${service} that answers ${name}`);
  }

  /** Invoke, for an answer: the one call that is not over at once. The caller gives up after a while. */
  async #invoke(functionName: string, payload: string): Promise<object> {
    const { clock, lambda } = this.#world;
    const ended = await Promise.race([
      lambda.invoke(LOADED.get(functionName)!, JSON.parse(payload)),
      clock.pause(REQUEST_TIMEOUT),
    ]);
    if (!ended) throw new Error('the answer has not come in time');
    if ('error' in ended && ended.error.Error === 'Lambda.TooManyRequestsException')
      throw busy('ThrottlingException');
    const text = JSON.stringify('error' in ended ? { errorType: ended.error.Error } : ended.answer);
    return { Payload: Buffer.from(text), ...('error' in ended && { FunctionError: 'Unhandled' }) };
  }

  #mail(command: unknown): object {
    const { input } = command as {
      input: { Destinations: [string]; RawMessage: { Data: Uint8Array } };
    };
    const [to] = input.Destinations;
    const { subject, text } = readMime(Buffer.from(input.RawMessage.Data).toString());
    this.mailbox.push({ to, subject, text });
    return { MessageId: String(this.mailbox.length) };
  }

  /** A call and its outcome as a person reads them. */
  tell(call: number, command: unknown, outcome: Answered, fault: Fault | undefined): string {
    const kind = (command as object).constructor.name.replace(/Command$/, '');
    const one = oneWrite(command);
    const TransactItems = one
      ? [one]
      : (command as { input: TransactWriteItemsCommandInput }).input.TransactItems;
    const what = TransactItems ? ` ${TransactItems.map(tellWrite).join(', ')}` : '';
    const reasons = (outcome as { error?: { CancellationReasons?: { Code: string }[] } }).error
      ?.CancellationReasons;
    const ended =
      'error' in outcome
        ? `${outcome.error.name}${reasons ? ` [${reasons.map(({ Code }) => Code).join(', ')}]` : ''}`
        : 'done';
    return `call ${call}: ${kind}${what}: ${ended}${fault ? ` (fault: ${fault.kind})` : ''}`;
  }
}

function refusedBy(service: string): Error {
  if (service !== 'SESClient') return busy('ThrottlingException');
  return new SESServiceException({
    name: 'Throttling',
    $fault: 'client',
    message: 'injected',
    $metadata: { httpStatusCode: 429 },
  });
}

function conflict(command: unknown): Error {
  const { TransactItems = [{}] } = (command as { input: TransactWriteItemsCommandInput }).input;
  const reasons = TransactItems.map((_, index) => ({ Code: index === 0 ? 'TransactionConflict' : 'None' }));
  return oneWrite(command) ? refused(cancelled(reasons)) : cancelled(reasons);
}

function tellWrite(item: object): string {
  const [kind, write] = Object.entries(item)[0] as [string, { Key?: Keyed; Item?: Keyed }];
  const { pk, sk } = (write.Key ?? write.Item)!;
  return `${kind} ${pk.S}/${sk.S}`;
}

type Keyed = Record<'pk' | 'sk', AttributeValue>;

/** Which condition a write has, in words that are the same for every order: function, kind, form of the key, text. */
export const conditionSite = (writer: string, { kind, key, condition }: PlannedWrite): string =>
  `${writer}: ${kind} ${key.pk!.S!.split('#')[0]}/${key.sk!.S!.split('#')[0]} if ${condition}`;
