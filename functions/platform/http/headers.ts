import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Finds a header whatever its case: API Gateway passes on what the client wrote. Of several lines, the last. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const found = Object.keys(event.headers ?? {}).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : event.headers[found];
}

/** All lines of a header, which together are one list (RFC 9110, 5.3). */
export function headerLines(event: APIGatewayProxyEvent, name: string): string[] {
  const lines = Object.entries(event.multiValueHeaders ?? {}).flatMap(([key, values]) =>
    key.toLowerCase() === name.toLowerCase() ? (values ?? []) : [],
  );
  const one = header(event, name);
  return lines.length > 0 || one === undefined ? lines : [one];
}
