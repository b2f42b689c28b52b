import { STATUS_CODES } from 'node:http';
import { GatewayResponseType } from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../functions/contracts/http/problem.ts';
import { GATEWAY_RESPONSES, gatewayResponses } from './gateway-response-table.ts';

const responses = gatewayResponses(true);

/** What clients read, by what API Gateway has to say. */
const CASES: [type: string, status: number][] = [
  ['MISSING_AUTHENTICATION_TOKEN', 404],
  ['INVALID_SIGNATURE', 404],
  ['EXPIRED_TOKEN', 404],
  ['DEFAULT_4XX', 404],
  ['UNAUTHORIZED', 401],
  ['REQUEST_TOO_LARGE', 413],
  ['UNSUPPORTED_MEDIA_TYPE', 415],
  ['THROTTLED', 429],
  ['QUOTA_EXCEEDED', 429],
  ['INTEGRATION_TIMEOUT', 504],
  ['DEFAULT_5XX', 503],
];

describe("API Gateway's own answers", () => {
  it('are those of all types that it has', () => {
    expect(Object.keys(GATEWAY_RESPONSES).sort()).toEqual(Object.values(GatewayResponseType).sort());
  });

  it.each(CASES)('%s is %i', (type, status) => {
    expect(GATEWAY_RESPONSES[type]?.[0]).toBe(status);
  });

  it.each(responses)(
    '$responseType is a problem document of its status',
    ({ statusCode, responseTemplates }) => {
      const { status, title, detail } = Problem.parse(JSON.parse(responseTemplates['application/json']));
      expect(String(status)).toBe(statusCode);
      expect(title).toBe(STATUS_CODES[status]);
      // A gateway response is no full template: what looks like a variable would be filled in.
      expect(detail).not.toContain('$');
    },
  );

  it.each(responses)(
    '$responseType has headers that API Gateway takes',
    ({ statusCode, responseParameters }) => {
      for (const value of Object.values(responseParameters)) expect(value).toMatch(/^'[^']+'$/);
      const names = Object.keys(responseParameters).map((name) =>
        name.replace('gatewayresponse.header.', ''),
      );
      expect(names).toContain('Content-Type');
      expect(names.includes('Retry-After')).toBe(['429', '503', '504'].includes(statusCode));
      expect(names.includes('WWW-Authenticate')).toBe(statusCode === '401');
    },
  );

  it('are for scripts only where scripts may call', () => {
    const texts = gatewayResponses(false).map(({ responseParameters }) => JSON.stringify(responseParameters));
    expect(texts.filter((text) => text.includes('Access-Control'))).toEqual([]);
  });
});
