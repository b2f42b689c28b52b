/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app(input) {
    const { guardStage } = await import('./packages/stages/guard.ts');
    const { stages } = await import('./stages.ts');
    guardStage(input.stage, { stages });
    const { checkedSettings } = await import('./stacks/settings.ts');
    const { isLaunched } = await import('./packages/stages/launched.ts');
    // sst asks without a stage for the app's name alone.
    const settings = input.stage === undefined ? undefined : checkedSettings(input.stage);
    const keep = settings?.KEEPS_DATA === 'yes';
    return {
      name: 'shop',
      home: 'aws',
      removal: keep ? 'retain' : 'remove',
      protect: keep,
      providers: {
        aws: {
          region: (settings?.REGION ?? 'us-east-1') as 'us-east-1',
          // An engine has one account, which is none of the stage's.
          ...(settings && !isLaunched() && { allowedAccountIds: settings.ACCOUNTS }),
        },
        tls: '5.0.1',
      },
    };
  },
  async run() {
    const { bundleFunctions } = await import('./stacks/bundle.ts');
    const { registryTable } = await import('./stacks/service/registry-table.ts');
    const { resilienceStack } = await import('./stacks/resilience.ts');
    const { gatewayStack } = await import('./stacks/gateway.ts');
    const { aggregations } = await import('./stacks/gateway/aggregations.ts');
    const { authStack } = await import('./stacks/auth.ts');
    const { usersStack } = await import('./stacks/users.ts');
    const { ordersStack } = await import('./stacks/orders.ts');
    const { inventoryStack } = await import('./stacks/inventory.ts');
    const { paymentsStack } = await import('./stacks/payments.ts');
    const { notificationsStack } = await import('./stacks/notifications.ts');
    const { registryStack } = await import('./stacks/registry.ts');
    const { sagaStack } = await import('./stacks/saga.ts');
    const { telemetryStack } = await import('./stacks/telemetry.ts');
    const { alarmsStack } = await import('./stacks/alarms.ts');

    bundleFunctions();
    const telemetry = telemetryStack();
    const resilience = resilienceStack();
    const gateway = gatewayStack();
    const auth = await authStack();
    const users = usersStack({ gateway, auth, resilience });
    const orders = ordersStack({ gateway, auth });
    const inventory = inventoryStack({ gateway, auth, orderTopic: orders.topic });
    const payments = paymentsStack({ gateway, auth, resilience });
    const { saga, undo } = sagaStack({ ...inventory.steps, ...payments.steps, ...orders.steps });
    const notifications = notificationsStack({
      gateway,
      auth,
      userTopic: users.topic,
      productTopic: inventory.topic,
      orderTopic: orders.topic,
    });
    orders.connect({ saga, undo, inventoryTopic: inventory.topic });
    registryStack({ gateway, auth, resilience });
    aggregations({ gateway, auth, resilience });
    telemetry.connect({
      gateway,
      resilience,
      orderTopic: orders.topic,
      paymentTopic: payments.topic,
      parked: orders.parked,
      saga,
    });
    alarmsStack({ gateway });
    gateway.deploy();
    return {
      ...(notifications.mailRecords && { mailRecords: notifications.mailRecords }),
      stage: $app.stage,
      api: gateway.url,
      saga,
      undo,
      parked: orders.parked,
      staff: users.staff,
      registry: registryTable().name,
      breakers: resilience.breakers,
      tables: {
        users: users.table,
        orders: orders.table,
        inventory: inventory.table,
        payments: payments.table,
        notifications: notifications.table,
      },
      rateLimits: gateway.rateLimits,
      counters: telemetry.counters,
      topics: {
        users: users.topic.arn,
        orders: orders.topic.arn,
        inventory: inventory.topic.arn,
        payments: payments.topic.arn,
        mailFeedback: notifications.mailFeedback,
      },
    };
  },
});
