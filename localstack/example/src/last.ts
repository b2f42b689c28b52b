import { stamp } from './note.ts';

/** The task of the state machine. */
export const handler = async ({ id }: { id: string }): Promise<void> => stamp(id, 'state machine');
