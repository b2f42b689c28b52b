import { createHash } from 'node:crypto';
import type { OpenApi } from './document.ts';
import { Html, html, prose } from './html.ts';
import { operationHtml, type Route } from './operation.ts';
import { fields } from './schema.ts';
import { STYLE } from './style.ts';

const hash = createHash('sha256').update(STYLE).digest('base64');

/** The page needs nothing but its own style: no script runs, nothing is loaded, nobody frames it. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const routesOf = (document: OpenApi): Route[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

/**
 * The document as a page to read: complete as it is served, without a script, so that it needs no library and no
 * build, and can be searched, printed and linked into.
 */
export function docsPage(document: OpenApi): string {
  const routes = routesOf(document);
  const groups = document.tags
    .map(({ name }) => ({ name, routes: routes.filter(({ operation }) => operation.tags.includes(name)) }))
    .filter((group) => group.routes.length > 0);
  const navigation = groups.map(
    (group) =>
      html`<h2>${group.name}</h2><ul>${group.routes.map(
        ({ method, operation }) =>
          html`<li><a href="#${operation.operationId}"><span class="method ${method}">${method.toUpperCase()}</span>${operation.summary}</a></li>`,
      )}</ul>`,
  );
  const schemas = Object.entries(document.components.schemas);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${document.info.title} API</title>
<link rel="icon" href="data:,">
${new Html(`<style>${STYLE}</style>`)}
</head>
<body>
<nav aria-label="Operations">
  <a class="home" href="#top">${document.info.title} API</a>
  ${navigation}
  <h2>schemas</h2><ul>${schemas.map(([name]) => html`<li><a href="#schema-${name}">${name}</a></li>`)}</ul>
</nav>
<main id="top">
  <header class="title">
    <h1>${document.info.title} API</h1>
    ${prose(document.info.description)}
    <p><code>API=${document.servers[0]!.url}</code> · <a href="openapi.json">openapi.json</a> (OpenAPI 3.1) ·
    sign in with <a href="#createToken">POST /auth/token</a> and send <code>Authorization: Bearer …</code></p>
  </header>
  <details class="menu"><summary>Operations</summary>${navigation}</details>
  ${groups.map(
    (group) =>
      html`<section><h2>${group.name}</h2>${group.routes.map((route) => operationHtml(document, route))}</section>`,
  )}
  <section><h2>schemas</h2>${schemas.map(
    ([name, schema]) =>
      html`<article id="schema-${name}"><header><h3><a href="#schema-${name}">${name}</a></h3></header><div class="fields">${fields(schema)}</div></article>`,
  )}</section>
</main>
</body>
</html>`;
  return page.text;
}
