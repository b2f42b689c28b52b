// @ts-nocheck The globals' types come with SST's platform, which is there after the first deploy.

/** A note goes from service to service, and each writes its name on it: api, queue, bucket, topic, bus, state machine. */
export default $config({
  app: (input) => ({
    // An app's name may begin with a word that SSM reserves in parameter names.
    name: 'aws-relay',
    home: 'local',
    removal: 'remove',
    stage: input.stage,
    providers: { aws: { region: 'us-east-1' } },
  }),
  async run() {
    const notes = new sst.aws.Dynamo('Notes', {
      fields: { id: 'string' },
      primaryIndex: { hashKey: 'id' },
    });
    const bucket = new sst.aws.Bucket('Files');
    const topic = new sst.aws.SnsTopic('Topic');
    const bus = new sst.aws.Bus('Bus');
    const deadLetters = new sst.aws.Queue('DeadLetters');
    const queue = new sst.aws.Queue('Inbox', {
      visibilityTimeout: '5 seconds',
      dlq: { queue: deadLetters.arn, retry: 1 },
    });
    // A file each: a bundle has the SDK clients that its file imports, and no others.
    const station = (file: string, ...link: unknown[]) => ({
      handler: `src/${file}.handler`,
      runtime: 'nodejs24.x' as const,
      timeout: '5 seconds' as const,
      link: [notes, ...link],
    });

    const last = new sst.aws.Function('Last', station('last'));
    const role = new aws.iam.Role('FlowRole', {
      assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'states.amazonaws.com' }),
    });
    new aws.iam.RolePolicy('FlowRolePolicy', {
      role: role.name,
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [{ actions: ['lambda:InvokeFunction'], resources: [last.arn] }],
      }).json,
    });
    const flow = new aws.sfn.StateMachine('Flow', {
      roleArn: role.arn,
      definition: $jsonStringify({
        StartAt: 'Last',
        States: { Last: { Type: 'Task', Resource: last.arn, End: true } },
      }),
    });
    const startsFlow = new sst.Linkable('Flow', {
      properties: { arn: flow.arn },
      include: [sst.aws.permission({ actions: ['states:StartExecution'], resources: [flow.arn] })],
    });

    queue.subscribe(station('on-message', bucket));
    bucket.notify({
      notifications: [
        {
          name: 'Written',
          function: station('on-object', topic),
          events: ['s3:ObjectCreated:*'],
          filterPrefix: 'notes/',
        },
      ],
    });
    topic.subscribe('Told', station('on-topic', bus));
    bus.subscribe('Told', station('on-bus', startsFlow), { pattern: { source: ['relay'] } });
    // With SST's default event, an empty object, an engine invokes nothing.
    new sst.aws.Cron('Tidy', {
      function: station('on-time'),
      schedule: 'rate(1 minute)',
      event: { from: 'clock' },
    });

    const api = new sst.aws.ApiGatewayV1('Api');
    api.route('POST /notes', station('post', queue));
    api.route('GET /notes/{id}', station('get'));
    api.deploy();
    const reader = new sst.aws.Function('Reader', { ...station('read'), url: true });
    return {
      api: api.url,
      reader: reader.url,
      inbox: queue.url,
      deadLetters: deadLetters.url,
      files: bucket.name,
      notes: notes.name,
    };
  },
});
