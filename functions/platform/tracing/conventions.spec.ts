import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../../paths.ts';

/** The attributes of OpenTelemetry's semantic conventions, and whether they are deprecated, as their package documents them. */
function conventions(): Map<string, { isDeprecated: boolean }> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@opentelemetry/semantic-conventions')));
  const text = ['stable', 'experimental']
    .map((name) => readFileSync(join(folder, `${name}_attributes.d.mts`), 'utf8'))
    .join('\n');
  const declared = text.matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export )?declare const ATTR_\w+: "([^"]+)"/g,
  );
  return new Map(
    Array.from(declared, ([, comment = '', name = '']) => [
      name,
      { isDeprecated: comment.includes('@deprecated') },
    ]),
  );
}

/** What the sources of a folder use as names of attributes: keys of objects, names that are set, and names that are read. */
function attributesIn(...folder: string[]): string[] {
  const sources = readdirSync(inRoot(...folder)).filter((name) => /(?<!\.spec)\.ts$/.test(name));
  const text = sources.map((name) => readFileSync(inRoot(...folder, name), 'utf8')).join('\n');
  const used = text.matchAll(
    /'([a-z]+(?:\.[a-z_]+)+)':|ttribute\('([a-z]+(?:\.[a-z_]+)+)'|ttributes\['([a-z]+(?:\.[a-z_]+)+)'\]/g,
  );
  return Array.from(used, ([, key, set, read]) => key ?? set ?? read ?? '');
}

/** What this shop alone knows, and what backends still look for under a name of before. */
const OWN = /^(?:shop|order)\./;
const OLD = ['messaging.system'];

describe('the attributes of spans', () => {
  const known = conventions();
  const used = [
    ...new Set([
      ...attributesIn('functions', 'platform', 'tracing'),
      ...attributesIn('functions', 'platform', 'rpc'),
    ]),
  ];

  it('are found', () => {
    expect(known.size).toBeGreaterThan(500);
    expect(used).toEqual(
      expect.arrayContaining(['http.route', 'error.type', 'server.service.name', 'rpc.method']),
    );
  });

  it.each(used.filter((name) => !OWN.test(name) && !OLD.includes(name)))(
    'have a name that the conventions know and have not replaced: %s',
    (name) => expect(known.get(name)).toEqual({ isDeprecated: false }),
  );
});
