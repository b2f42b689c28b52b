// @ts-nocheck The globals' types come with SST's platform, which only a copy of this folder has.

/** An app of the size that is aimed at: 46 functions, of which 34 are routes of one API, and what they use. */
export default $config({
  app: () => ({
    name: 'bench',
    home: 'local',
    removal: 'remove',
    providers: { aws: { region: 'us-east-1' } },
  }),
  async run() {
    const fs = await import('node:fs');
    const code = (name: string) => {
      const bundle = `.build/${name}`;
      fs.mkdirSync(bundle, { recursive: true });
      fs.writeFileSync(
        `${bundle}/index.mjs`,
        `export const handler = async () => ({ statusCode: 200, body: '${name}' });`,
      );
      return { bundle, handler: 'index.handler', runtime: 'nodejs24.x' };
    };
    const SERVICES = ['users', 'orders', 'inventory', 'payments', 'notifications', 'telemetry'];
    const tables = SERVICES.map(
      (name) =>
        new sst.aws.Dynamo(`${name}Table`, {
          fields: { id: 'string', email: 'string' },
          primaryIndex: { hashKey: 'id' },
          globalIndexes: { ByEmail: { hashKey: 'email' } },
          stream: 'new-and-old-images',
        }),
    );
    const topic = new sst.aws.SnsTopic('Events');
    const queues = SERVICES.map((name) => {
      const dead = new sst.aws.Queue(`${name}Dead`);
      const queue = new sst.aws.Queue(`${name}Queue`, { dlq: { queue: dead.arn, retry: 3 } });
      topic.subscribeQueue(`${name}Events`, queue.arn, { filter: { type: [`${name}.created`] } });
      return queue;
    });

    const permissions = (index: number) => [
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [tables[index % tables.length].arn] },
    ];
    const api = new sst.aws.ApiGatewayV1('Api', { endpoint: { type: 'regional' }, cors: false });
    for (let index = 0; index < 34; index++) {
      api.route(`GET /service${index % 6}/thing${index}/{id}`, {
        ...code(`route${index}`),
        permissions: permissions(index),
        environment: { TABLE: tables[index % tables.length].name },
      });
    }
    api.deploy();
    queues.forEach(
      (queue, index) =>
        void queue.subscribe({ ...code(`consumer${index}`), permissions: permissions(index) }),
    );
    const steps = Array.from(
      { length: 6 },
      (_, index) =>
        new sst.aws.Function(`step${index}`, { ...code(`step${index}`), permissions: permissions(index) }),
    );
    const role = new aws.iam.Role('FlowRole', {
      assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'states.amazonaws.com' }),
    });
    new aws.sfn.StateMachine('Flow', {
      roleArn: role.arn,
      definition: $resolve(steps.map((step) => step.arn)).apply((arns) =>
        JSON.stringify({
          StartAt: 'step0',
          States: Object.fromEntries(
            arns.map((Resource, index) => [
              `step${index}`,
              { Type: 'Task', Resource, ...(index < 5 ? { Next: `step${index + 1}` } : { End: true }) },
            ]),
          ),
        }),
      ),
    });
    return { api: api.url.apply((url) => url.replace(/\/$/, '')) };
  },
});
