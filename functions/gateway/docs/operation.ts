import { type Media, type OpenApi, type Operation, type Response, resolve } from './document.ts';
import { type Html, html, inline, json, prose } from './html.ts';
import { fields, row } from './schema.ts';

export interface Route {
  method: string;
  path: string;
  operation: Operation;
}

const first = (content: Record<string, Media> | undefined): [string, Media] | undefined =>
  Object.entries(content ?? {})[0];

/** What can be pasted into a shell. */
function curl(document: OpenApi, { method, path, operation }: Route): string {
  const body = first(operation.requestBody?.content);
  const headers = (operation.parameters ?? [])
    .map((parameter) => resolve(document, parameter))
    .filter((parameter) => parameter.in === 'header' && parameter.required)
    .map(({ name, example }) => `-H '${name}: ${example}'`);
  const parts = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$API${path}"`,
    ...(operation.security.length > 0 ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...headers,
    ...(body ? [`-H 'Content-Type: ${body[0]}'`, `-d '${JSON.stringify(body[1].example)}'`] : []),
  ];
  return parts.join(' \\\n  ');
}

function parameters(document: OpenApi, { parameters: all = [] }: Operation): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<h4>Parameters</h4><div class="fields">${all
    .map((parameter) => resolve(document, parameter))
    .map(({ name, in: place, required, schema, description }) =>
      row({ name, note: `${place}${required ? '' : ', optional'}`, schema, description }),
    )}</div>`;
}

function answer(document: OpenApi, status: string, response: Response): Html {
  const content = first(response.content);
  const headers = Object.entries(response.headers ?? {});
  return html`<div class="answer">
    <h4><span class="status s${status[0]}">${status}</span> ${inline(response.description)}</h4>
    ${
      headers.length > 0 &&
      html`<div class="fields">${headers.map(([name, header]) => {
        const { description, schema = {} } = resolve(document, header);
        return row({ name, note: 'header', schema, description });
      })}</div>`
    }
    ${content && html`<div class="fields">${fields(content[1].schema)}</div>`}
  </div>`;
}

function errorResponse(status: string, response: Response): Html {
  const content = first(response.content);
  return html`<details><summary><span class="status s${status[0]}">${status}</span> ${inline(response.description)}${Object.keys(
    response.headers ?? {},
  ).map((name) => html` <code>${name}</code>`)}</summary>${content && json(content[1].example)}</details>`;
}

const access = ({ security }: Operation): Html =>
  security.length === 0
    ? html`<span class="access">open to all</span>`
    : html`<span class="access">${security.flatMap((way) => Object.values(way).flat()).join(' or ')}</span>`;

/** One operation: what it takes and answers beside examples of both. */
export function operationHtml(document: OpenApi, route: Route): Html {
  const { method, path, operation } = route;
  const body = first(operation.requestBody?.content);
  const responses = Object.entries(operation.responses).map(
    ([status, response]) => [status, resolve(document, response)] as const,
  );
  const answers = responses.filter(([status]) => status < '400');
  const errors = responses.filter(([status]) => status >= '400');
  return html`<article id="${operation.operationId}">
  <header>
    <h3><a href="#${operation.operationId}">${operation.summary}</a></h3>
    <div class="route"><span class="method ${method}">${method.toUpperCase()}</span><code>${path}</code>${access(operation)}</div>
  </header>
  <div class="columns">
    <div class="says-all">
      ${prose(operation.description)}
      ${parameters(document, operation)}
      ${body && html`<h4>Body</h4><div class="fields">${fields(body[1].schema)}</div>`}
      ${answers.map(([status, response]) => answer(document, status, response))}
      ${errors.length > 0 && html`<div class="errors"><h4>Errors</h4>${errors.map(([status, response]) => errorResponse(status, response))}</div>`}
    </div>
    <div class="examples">
      <figure><figcaption>Request</figcaption><pre><code>${curl(document, route)}</code></pre></figure>
      ${answers.map(([status, response]) => {
        const example = first(response.content)?.[1].example;
        return (
          example !== undefined &&
          html`<figure><figcaption>Answer ${status}</figcaption>${json(example)}</figure>`
        );
      })}
    </div>
  </div>
</article>`;
}
