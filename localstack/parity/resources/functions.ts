import { DeleteLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { type Lab, until } from '../lab.ts';

/** A function of functions.mjs, ready to be invoked. @returns its name. */
export async function makeFunction(
  lab: Lab,
  handler: string,
  options: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const { lambda, logs } = lab.clients;
  const FunctionName = lab.name(handler);
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Role: lab.role(),
      Handler: `index.${handler}`,
      Code: { ZipFile: lab.code },
      Timeout: 10,
      ...options,
    }),
  );
  lab.later(() =>
    logs.send(new DeleteLogGroupCommand({ logGroupName: `/aws/lambda/${FunctionName}` })).catch(() => {}),
  );
  lab.later(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));
  await until(`${FunctionName} to be active`, async () => {
    const { State } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return State === 'Active';
  });
  return FunctionName;
}

/** One function for all rows that do not read its log. */
export const sharedFunction = (lab: Lab, handler: string): Promise<string> =>
  lab.once(handler, () => makeFunction(lab, handler));

/** The events that a function has logged, in the order of its log. */
export async function seenBy<T>(lab: Lab, name: string): Promise<T[]> {
  const filter = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` });
  const { events = [] } = await lab.clients.logs.send(filter).catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') return { events: [] };
    throw error;
  });
  return events.flatMap(({ message = '' }) => {
    const [, said] = message.split('SEEN ');
    return said === undefined ? [] : [JSON.parse(said) as T];
  });
}

/** Maps a queue or stream to a function, and waits until the mapping is active. */
export async function map(
  lab: Lab,
  FunctionName: string,
  EventSourceArn: string,
  options: Partial<CreateEventSourceMappingCommandInput> = {},
): Promise<void> {
  const { lambda } = lab.clients;
  const { UUID } = await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, ...options }),
  );
  lab.later(() => lambda.send(new DeleteEventSourceMappingCommand({ UUID })));
  await until(`the mapping of ${FunctionName} to be enabled`, async () => {
    const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
    return State === 'Enabled';
  });
}
