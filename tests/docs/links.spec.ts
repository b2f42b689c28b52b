import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { describe, expect, it } from 'vitest';
import { inRoot, root } from '../../paths.ts';

/** Whatever lies in this folder, whether git is there and trusts it or not; nothing of packages and of what runs here. */
const pages = globSync('**/*.md', {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|\.(?!github)[^/]+)$/.test(path),
});

/** A page without its code, in which brackets are no links and `#` begins no heading. */
const prose = (text: string): string =>
  text
    .replaceAll(/^(```|~~~).*?^\1/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(text: string): Set<string> {
  const slugger = new GithubSlugger();
  const headings = text.replaceAll(/^(```|~~~).*?^\1/gms, '').matchAll(/^#{1,6} +(.+?) *#*$/gm);
  return new Set(
    [...headings].map(([, heading]) => slugger.slug(heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'))),
  );
}

/** The targets of a page's links, as they are written: `[text](target)`. */
const linksOf = (text: string): string[] =>
  [...prose(text).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map(([, target]) => target!);

/** Why a link of a page leads nowhere; undefined when it is well, or leaves the repository. */
function brokenBecause(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = path ? join(dirname(page), decodeURIComponent(path)) : page;
  if (!existsSync(inRoot(target))) return `${target} does not exist`;
  if (anchor === undefined || !target.endsWith('.md')) return undefined;
  return anchorsOf(readFileSync(inRoot(target), 'utf8')).has(anchor)
    ? undefined
    : `${target} has no #${anchor}`;
}

describe('links between the pages', () => {
  it.each(pages)('%s: each leads to a file, and to a heading of it', (page) => {
    const links = linksOf(readFileSync(inRoot(page), 'utf8'));
    const broken = links.flatMap((link) => brokenBecause(page, link) ?? []);
    expect(broken).toEqual([]);
  });

  it('are seen where they are, and not in code', () => {
    expect(linksOf('see [a](b.md#c) and `[x](y)`\n```\n[no](no.md)\n```\n[d](e.md)')).toEqual([
      'b.md#c',
      'e.md',
    ]);
    expect(anchorsOf('# A `b` (c)\n## A `b` (c)\n```\n# no\n```')).toEqual(new Set(['a-b-c', 'a-b-c-1']));
  });
});
