import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ServiceError } from '../service-error.ts';

/** Percent-encoding of what stands for itself (RFC 3986, 2.3): letters, digits, `-`, `.`, `_`, `~`. */
const NEEDLESS = /%(?:2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/i;

/** What the path mapping of a custom domain puts before a path, or the stage. */
const BASE = /^(?:\/(?!\.{1,2}(?:\/|$))[\w$.+!*'()-]+)*$/;

/**
 * The parameters of a request's path. One resource has one name: what only comes down to it once a layer has dropped or
 * decoded something (`cup;v=2`, `cup/`, `%63up`) is refused, so that no two layers can disagree about what is meant.
 *
 * API Gateway decodes parameters and leaves the path as it was sent; engines leave both. So both are looked at.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 *
 * @throws ServiceError `invalid`, at the parameter where that can be told.
 */
export function readPath(event: APIGatewayProxyEvent): Record<string, string> {
  const parameters = Object.fromEntries(
    Object.entries(event.pathParameters ?? {}).map(([name, value = '']) => [name, decoded(value, name)]),
  );
  // The root is written with a slash and without.
  if (event.resource === '/') return parameters;
  const template = event.resource.split('/').slice(1);
  const sent = (event.requestContext?.path ?? event.path).split('/');
  const own = sent.splice(-template.length);
  if (!BASE.test(sent.join('/'))) throw notCanonical();
  for (const [index, part] of template.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const value = own[index];
    if (name === undefined ? value !== part : value === undefined || isOther(value, name, parameters[name]))
      throw notCanonical(name);
  }
  return parameters;
}

/** Whether a segment is not the one way to write a parameter's value. */
const isOther = (segment: string, name: string, value: string | undefined): boolean =>
  NEEDLESS.test(segment) || decoded(segment, name) !== value;

function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notCanonical(name);
  }
}

const notCanonical = (name?: string): ServiceError =>
  new ServiceError('invalid', 'The path is not valid.', {
    violations: [
      {
        pointer: name === undefined ? '/path' : `/path/${name}`,
        detail:
          'Expected the path as it is written in links and in the document, with nothing added or encoded',
      },
    ],
  });
