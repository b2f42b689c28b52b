import { stripVTControlCharacters } from 'node:util';

/**
 * What a line of the CLI's output says about its progress, in a few words; undefined for the rest.
 *
 * @example progressOf('|  Created     OrdersTable aws:dynamodb:Table (0.4s)') // 'Created OrdersTable'
 */
export function progressOf(line: string): string | undefined {
  const text = stripVTControlCharacters(line)
    .replace(/^[|│\s]+/, '')
    .trim();
  const [, verb, name] =
    /^(Created|Creating|Updated|Updating|Deleted|Deleting|Replaced)\s+(\S+)/.exec(text) ?? [];
  if (verb && name) return `${verb} ${name}`;
  return /^(↗|~|➜|✓|›)/.test(text) ? text.replace(/^\S+\s*/, '') || undefined : undefined;
}
