import { describe, expect, it } from 'vitest';
import { consumersIn, eventsPage } from './event-table.ts';

describe('the table of events', () => {
  it('knows consumers as the stacks declare them', () => {
    const stack = `
      service.consumer('events/one', { from: topic, types: ['order.created'], table: ['PutItem'] });
      service.consumer('events/two', {
        from: orderTopic,
        types: ['order.confirmed', 'order.cancelled'],
      });
      service.function('events/three', {});`;

    expect(consumersIn('shop', stack)).toEqual([
      ['order.created', 'shop/one'],
      ['order.confirmed', 'shop/two'],
      ['order.cancelled', 'shop/two'],
    ]);
  });

  it('finds those of this project', async () => {
    const page = await eventsPage();
    expect(page).toMatch(/\| `order\.created` \| orders \| .* \| .*`inventory\/count-demand`.* \|/);
    expect(page).toMatch(/\| `user\.created` \| users \| .* \| .*`notifications\/follow-user`.* \|/);
  });
});
