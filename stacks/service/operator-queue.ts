/// <reference path="../../.sst/platform/config.d.ts" />
import { somethingWaits } from '../alarms/everywhere.ts';
import { alarm as declareAlarm } from './alarm.ts';
import { noteQueue } from './known-queues.ts';
import { nameIn, pascal } from './names.ts';
import { byTlsOnly, encryptedQueue } from './protection.ts';

/** The longest that SQS keeps a message (seconds): people have two weeks. */
const TWO_WEEKS = 14 * 24 * 60 * 60;

interface OperatorQueue {
  service: string;
  /** The queue is called `<app>-<stage>-<service>-<what>`. */
  what: string;
  /** What the one who is woken up reads. */
  alarm: string;
}

/**
 * A queue that is empty while all is well: what waits on it waits for manual intervention, so an alarm rings as soon as there is
 * anything. `npm run dlq` lists, shows and redrives; it knows such queues by how `what` ends
 * (ops/dead-letters/waiting-queues.ts).
 */
export function operatorQueue({ service, what, alarm }: OperatorQueue): sst.aws.Queue {
  const id = pascal(`${service}-${what}`);
  noteQueue({ name: `${service}-${what}`, isOperatorQueue: true });
  const queue = new sst.aws.Queue(id, {
    transform: {
      queue: { name: nameIn(service, what), messageRetentionSeconds: TWO_WEEKS, ...encryptedQueue },
    },
  });
  byTlsOnly(id, queue);
  const name = `${service}-${what}`;
  declareAlarm(somethingWaits({ name, description: alarm, queue: nameIn(service, what) }));
  return queue;
}
