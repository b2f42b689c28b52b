import type { DomainEvent } from '../../functions/contracts/events.ts';
import { type EmailRecord, emailKey } from '../../functions/notifications/repository.ts';
import { seenAt, seenKey } from '../../functions/platform/inbox.ts';
import type { StageTable } from '../stage/table.ts';

/** What a service did on account of an event, as far as it keeps of that. */
export interface Consumed {
  /** The event's id. */
  event: string;
  /** RFC 3339. An inbox keeps the second. */
  at: string;
  who: 'inventory' | 'telemetry' | 'notifications';
  text: string;
}

interface Tables {
  inventory: StageTable;
  telemetry: StageTable;
  notifications: StageTable;
}

/** Who has consumed which events: by the inboxes, and by the emails that were sent. */
export async function consumedOf(
  { inventory, telemetry, notifications }: Tables,
  events: DomainEvent[],
): Promise<Consumed[]> {
  const seen = events.map(({ id }) => seenKey(id));
  const [counted, measured, mailed] = await Promise.all([
    inventory.table.getMany<Row>(seen),
    telemetry.table.getMany<Row>(seen),
    notifications.table.getMany<Row & EmailRecord>(events.map(({ id }) => emailKey(id))),
  ]);
  return events.flatMap(({ id, type, time }) => {
    // An event is not consumed before it was sent, whatever was rounded.
    const at = (ms: number) => new Date(Math.max(ms, Date.parse(time))).toISOString();
    const inbox = (who: 'inventory' | 'telemetry', rows: Row[], does: string): Consumed[] => {
      const row = rows.find(({ pk }) => pk === seenKey(id).pk);
      return row ? [{ event: id, at: at(seenAt(row.expiresAt)), who, text: `${does} ${type}` }] : [];
    };
    const email = mailed.find(({ pk }) => pk === emailKey(id).pk);
    const sent = email?.status === 'SENT' ? 'has sent the email of' : 'is sending the email of';
    return [
      ...inbox('inventory', counted, 'has counted'),
      ...inbox('telemetry', measured, 'has measured'),
      ...(email
        ? [{ event: id, at: at(email.at), who: 'notifications' as const, text: `${sent} ${type}` }]
        : []),
    ];
  });
}

interface Row {
  pk: string;
  expiresAt: number;
}
