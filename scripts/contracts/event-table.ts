import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { EVENTS } from '../../functions/contracts/events.ts';
import { inRoot } from '../../paths.ts';

const BEGIN = '<!-- events: npm run contracts writes what follows -->';
const END = '<!-- /events -->';

/** `service.consumer('events/<file>', { ... types: ['a', 'b'] ... })` in a stack. */
const CONSUMER = /\.consumer\(\s*'events\/([\w-]+)',\s*\{[^}]*?types:\s*\[([^\]]*)\]/g;

/** Who handles what, as the stacks declare it: `<service>/<file>` by event type. */
export function consumersIn(service: string, stack: string): [type: string, consumer: string][] {
  return [...stack.matchAll(CONSUMER)].flatMap(([, file, types = '']) =>
    [...types.matchAll(/'([^']+)'/g)].map(
      ([, type = '']) => [type, `${service}/${file}`] as [string, string],
    ),
  );
}

/**
 * docs/events.md with its table of events as the contracts and the stacks have it.
 *
 * @throws Error when the page has lost the marks between which the table stands.
 */
export async function eventsPage(): Promise<string> {
  const page = await readFile(inRoot('docs/events.md'), 'utf8');
  if (!page.includes(BEGIN) || !page.includes(END))
    throw new Error(`docs/events.md needs ${BEGIN} and ${END}`);
  const folders = await readdir(inRoot('functions'));
  const services = folders.filter((name) => existsSync(inRoot('stacks', `${name}.ts`))).sort();
  const consumers = await Promise.all(
    services.map(async (name) => consumersIn(name, await readFile(inRoot('stacks', `${name}.ts`), 'utf8'))),
  );
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  return `${before}\n${table(consumers.flat())}\n${page.slice(page.indexOf(END))}`;
}

function table(consumers: [type: string, consumer: string][]): string {
  const rows = Object.values(EVENTS).map(({ type, source, about }) => {
    const handledBy = consumers
      .filter(([handled]) => handled === type)
      .map(([, consumer]) => `\`${consumer}\``);
    return `| \`${type}\` | ${source} | ${about} | ${handledBy.join(', ')} |`;
  });
  return ['', '| type | sent by | when | handled by |', '|---|---|---|---|', ...rows, ''].join('\n');
}
