import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import { DeleteIdentityCommand, SendEmailCommand, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { DeleteParameterCommand, GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { errorOf, type Lab, until } from '../lab.ts';
import { makeFunction, seenBy } from '../resources/functions.ts';
import type { Row } from '../row.ts';

/** An email, as notifications sends them. */
const email = (Source: string) =>
  new SendEmailCommand({
    Source,
    Destination: { ToAddresses: ['ada@example.com'] },
    Message: {
      Subject: { Data: 'Your order' },
      Body: { Text: { Data: 'It is confirmed.' }, Html: { Data: '<p>It is confirmed.</p>' } },
    },
  });

async function parameters(lab: Lab): Promise<string> {
  const path = `/${lab.name('path')}`;
  for (const name of ['users/a', 'users/b', 'orders/a']) {
    const Name = `${path}/${name}`;
    await lab.clients.ssm.send(new PutParameterCommand({ Name, Value: name, Type: 'String' }));
    lab.later(() => lab.clients.ssm.send(new DeleteParameterCommand({ Name })));
  }
  return path;
}

/** Schedules, parameters, email. */
export const otherRows: Row[] = [
  {
    id: 'events-schedule',
    service: 'EventBridge',
    behaviour: 'a rule with the schedule rate(1 minute), to a function',
    documented: 'the function gets a Scheduled Event every minute',
    source: 'eventbridge/latest/userguide/eb-scheduled-rule-pattern.html',
    expected: { type: 'Scheduled Event', source: 'aws.events', rule: true },
    reliedOn: 'yes',
    limit: 120,
    see: async (lab) => {
      const { events, lambda } = lab.clients;
      const FunctionName = await makeFunction(lab, 'echo');
      const Name = lab.name('rule');
      const { RuleArn } = await events.send(
        new PutRuleCommand({ Name, ScheduleExpression: 'rate(1 minute)' }),
      );
      lab.later(() => events.send(new DeleteRuleCommand({ Name })));
      await lambda.send(
        new AddPermissionCommand({
          FunctionName,
          StatementId: 'rule',
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceArn: RuleArn,
        }),
      );
      const Arn = lab.arn('lambda', `function:${FunctionName}`);
      await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'f', Arn }] }));
      lab.later(() => events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['f'] })));
      const [event] = await until(
        'the schedule',
        async () => {
          const seen = await seenBy<Record<string, unknown>>(lab, FunctionName);
          return seen.length > 0 && seen;
        },
        75,
      );
      return {
        type: event?.['detail-type'],
        source: event?.source,
        rule: (event?.resources as string[])?.[0] === RuleArn,
      };
    },
  },
  {
    id: 'ssm-by-path',
    service: 'SSM Parameter Store',
    behaviour: 'GetParametersByPath, below a path and in pages',
    documented: 'gives all below the path if recursive; NextToken while there may be more',
    source: 'systems-manager/latest/APIReference/API_GetParametersByPath.html',
    expected: {
      all: ['orders/a', 'users/a', 'users/b'],
      users: ['users/a', 'users/b'],
      flat: [],
      paged: true,
    },
    reliedOn: 'no',
    see: async (lab) => {
      const path = await parameters(lab);
      const read = async (Path: string, Recursive: boolean, MaxResults?: number) => {
        const values: (string | undefined)[] = [];
        let NextToken: string | undefined;
        let pages = 0;
        do {
          const command = new GetParametersByPathCommand({ Path, Recursive, MaxResults, NextToken });
          const page = await lab.clients.ssm.send(command);
          values.push(...(page.Parameters ?? []).map(({ Value }) => Value));
          pages += 1;
          NextToken = page.NextToken || undefined;
        } while (NextToken);
        return { values: values.sort(), pages };
      };
      return {
        all: (await read(path, true)).values,
        users: (await read(`${path}/users`, true)).values,
        flat: (await read(path, false)).values,
        paged: (await read(path, true, 1)).pages >= 3,
      };
    },
  },
  {
    id: 'ssm-overwrite',
    service: 'SSM Parameter Store',
    behaviour: 'PutParameter of one that exists, without Overwrite',
    documented: 'ParameterAlreadyExists',
    source: 'systems-manager/latest/APIReference/API_PutParameter.html',
    expected: 'ParameterAlreadyExists',
    reliedOn: 'no',
    see: async (lab) => {
      const Name = `${await parameters(lab)}/users/a`;
      return errorOf(lab.clients.ssm.send(new PutParameterCommand({ Name, Value: 'x', Type: 'String' })));
    },
  },
  {
    id: 'ses-identity',
    service: 'SES',
    behaviour: 'SendEmail from an address that was not verified',
    documented: 'MessageRejected',
    source: 'ses/latest/APIReference/API_SendEmail.html',
    expected: 'MessageRejected',
    reliedOn: 'yes',
    see: async (lab) => errorOf(lab.clients.ses.send(email(`${lab.name('nobody')}@example.com`))),
  },
  {
    id: 'ses-send',
    service: 'SES',
    behaviour: 'SendEmail from a verified address, text and HTML',
    documented: 'is taken, with a message id',
    source: 'ses/latest/APIReference/API_SendEmail.html',
    expected: true,
    reliedOn: 'yes',
    see: async (lab) => {
      const EmailAddress = `${lab.name('shop')}@example.com`;
      await lab.clients.ses.send(new VerifyEmailIdentityCommand({ EmailAddress }));
      lab.later(() => lab.clients.ses.send(new DeleteIdentityCommand({ Identity: EmailAddress })));
      return Boolean((await lab.clients.ses.send(email(EmailAddress))).MessageId);
    },
  },
];
