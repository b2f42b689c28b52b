import { appendFileSync } from 'node:fs';

let calls = 0;

/** Does something that is still seen when the process is gone, and tells which call of this process it was. */
export const handler = async ({ file }) => {
  calls += 1;
  appendFileSync(file, 'worked\n');
  return calls;
};
