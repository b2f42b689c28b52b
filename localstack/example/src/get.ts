import { answer } from './answer.ts';
import { stationsOf } from './note.ts';

/** GET /notes/{id}: the stations of a note. */
export async function handler(event: { pathParameters: { id: string } }) {
  const stations = await stationsOf(event.pathParameters.id);
  return stations ? answer(200, { stations }) : answer(404, { error: 'there is no such note' });
}
