import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An answer as it came. */
export interface Came {
  status: number;
  headers: Headers;
  text: string;
}

interface DocumentedResponse {
  $ref?: string;
  headers?: Record<string, { $ref?: string; required?: boolean; schema?: object }>;
  content?: Record<string, object>;
}

export interface OpenApiDocument {
  paths: Record<
    string,
    Record<string, { operationId: string; responses: Record<string, DocumentedResponse> }>
  >;
  components: Record<string, Record<string, never>>;
}

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/**
 * Holds answers against the document: the status has to be there, with its headers, its media type, and a body that
 * its schema takes.
 *
 * @returns a function that gives what is wrong with an answer; empty when nothing is.
 */
export function holdAgainst(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, 'api');
  const resolve = <T extends { $ref?: string }>(value: T): { value: T; at?: string } => {
    if (!value.$ref) return { value };
    const [, , kind, name] = value.$ref.split('/') as [string, string, string, string];
    return { value: document.components[kind]![name]! as T, at: value.$ref };
  };

  return (route: string, came: Came): string[] => {
    const [method, path] = route.split(' ') as [string, string];
    const { responses } = document.paths[path]![method.toLowerCase()]!;
    const given = responses[came.status];
    if (!given) return [`${came.status} is not documented: ${came.text.slice(0, 300)}`];
    const { value: response, at } = resolve(given);
    const place = at ?? `#/paths/${escaped(path)}/${method.toLowerCase()}/responses/${came.status}`;
    return [...headerFaults(response, came), ...bodyFaults(response, came, place)];
  };

  function headerFaults(response: DocumentedResponse, came: Came): string[] {
    return Object.entries(response.headers ?? {}).flatMap(([name, header]) => {
      const { required, schema = {} } = resolve(header).value;
      const text = came.headers.get(name);
      if (text === null) return required ? [`the header ${name} is missing`] : [];
      const value = (schema as { type?: string }).type === 'integer' ? Number(text) : text;
      return ajv.validate(schema, value) ? [] : [`the header ${name} is ${text}: ${ajv.errorsText()}`];
    });
  }

  function bodyFaults({ content }: DocumentedResponse, came: Came, place: string): string[] {
    if (!content) return came.text === '' ? [] : [`a body came although none is documented: ${came.text}`];
    const type = came.headers.get('content-type');
    const mediaType = Object.keys(content).find((one) => one === type);
    if (!mediaType) return [`the content type is ${type} instead of ${Object.keys(content).join(' or ')}`];
    const body = mediaType.endsWith('json') ? JSON.parse(came.text) : came.text;
    const validate = ajv.compile({ $ref: `api${place}/content/${escaped(mediaType)}/schema` });
    return validate(body)
      ? []
      : [`the body is not as documented: ${ajv.errorsText(validate.errors)}: ${came.text}`];
  }
}
