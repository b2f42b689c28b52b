import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../contracts/openapi/document.ts';
import type { OpenApi } from './document.ts';
import { html, json } from './html.ts';
import { CONTENT_SECURITY_POLICY, docsPage } from './page.ts';

const document = { ...openApiDocument(), servers: [{ url: 'https://shop.test/live' }] } as unknown as OpenApi;
const page = docsPage(document);

describe('the page', () => {
  it('has every operation, every schema and their examples', () => {
    for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods)))
      expect(page).toContain(`<article id="${operation.operationId}">`);
    for (const name of Object.keys(document.components.schemas))
      expect(page).toContain(`<article id="schema-${name}">`);
    expect(page).toContain('API=https://shop.test/live');
  });

  it('links to nothing that is not there', () => {
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!);
    const ids = new Set([...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id!));
    expect(targets.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<img|<iframe|\son\w+=|\bsrc=|@import|url\(/i);
    expect([...page.matchAll(/<link[^>]*>/g)].map(([link]) => link)).toEqual([
      '<link rel="icon" href="data:,">',
    ]);
  });

  it('has a policy that lets its own style through, and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(CONTENT_SECURITY_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(page).not.toMatch(/\sstyle=/);
  });
});

describe('html', () => {
  it('escapes what is filled in, once', () => {
    const inner = html`<b>${'<&"\''}</b>`;
    expect(html`${[inner, undefined, false, 7]}`.text).toBe('<b>&lt;&amp;&quot;&#39;</b>7');
  });

  it('shows JSON with its parts told apart', () => {
    expect(json({ a: '</code>', b: [-1.5e3, null] }).text).toContain(
      '<span class="text">&quot;&lt;/code&gt;&quot;</span>',
    );
    expect(json({ n: 7 }).text).toContain(
      '<span class="key">&quot;n&quot;:</span> <span class="value">7</span>',
    );
  });
});
