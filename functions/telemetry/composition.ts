import { type Table, tableFromEnvironment } from '../platform/table.ts';
import { CounterRepository } from './counter-repository.ts';
import { DomainCounterRepository } from './domain-counter-repository.ts';
import { QueueNoteRepository } from './queue-note-repository.ts';

/** The counters of what log lines tell, in the table of the deployment that this function belongs to. */
export const makeCounters = () => new CounterRepository({ table: tableFromEnvironment() });

/** Since when queues were not seen empty. */
export const makeQueueNotes = (table: Table) => new QueueNoteRepository(table);

/** The counters of what events tell. */
export const makeDomainCounters = () => new DomainCounterRepository(tableFromEnvironment());
