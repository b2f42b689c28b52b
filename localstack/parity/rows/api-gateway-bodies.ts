import { gzipSync } from 'node:zlib';
import type { Lab } from '../lab.ts';
import { call, json } from '../resources/calls.ts';
import type { Row } from '../row.ts';

const service = 'API Gateway (REST)';
const MIB = 1024 * 1024;
const LIMITS = 'apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html';
const CODINGS = 'apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html';

/** How a POST of so many bytes ends, and whether the function was called with it. */
async function post(lab: Lab, bytes: number) {
  const response = await call(lab, '/things/7', { method: 'POST', body: 'x'.repeat(bytes) });
  const answer = await json(response).catch(() => undefined);
  return { status: response.status, reached: answer?.size === bytes };
}

async function postCoded(lab: Lab, coding: string, body: string | Uint8Array<ArrayBuffer>) {
  const headers = { 'content-type': 'application/json', 'content-encoding': coding };
  return call(lab, '/things/7', { method: 'POST', headers, body });
}

/** How large bodies may be, and how they are coded. */
export const apiGatewayBodyRows: Row[] = [
  {
    id: 'api-large-body',
    service,
    behaviour: 'a body of 2 MB',
    documented: 'reaches the function: the limit is 10 MB, and 6 MB for the function',
    source: 'apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
    expected: { status: 200, size: 2 * 1024 * 1024 },
    reliedOn: 'yes',
    see: async (lab) => {
      const response = await call(lab, '/things/7', { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) });
      return { status: response.status, size: (await json(response)).size };
    },
  },
  {
    id: 'api-body-above-function',
    service,
    behaviour: 'a body of 8 MB',
    documented: 'is refused, for the function: 413 above 6 MB',
    source: 'lambda/latest/api/API_Invoke.html',
    expected: { status: 413, reached: false },
    reliedOn: 'no',
    difference: {
      program: 'no route takes more than 256 KB; what a function does not see changes nothing',
      test: 'functions/platform/http/body.spec.ts',
    },
    see: (lab) => post(lab, 8 * MIB),
  },
  {
    id: 'api-body-above-gateway',
    service,
    behaviour: 'a body of 11 MB',
    documented: 'is refused: 413 above 10 MB',
    source: LIMITS,
    expected: { status: 413, reached: false },
    reliedOn: 'no',
    difference: {
      program: 'no route takes more than 256 KB; what a function does not see changes nothing',
      test: 'functions/platform/http/body.spec.ts',
    },
    see: (lab) => post(lab, 11 * MIB),
  },
  {
    id: 'api-coded-body',
    service,
    behaviour: 'a body in gzip, with Content-Encoding: gzip',
    documented: 'is unpacked before it reaches the function',
    source: CODINGS,
    expected: { status: 200, unpacked: true },
    reliedOn: 'no',
    difference: {
      program: 'a function that sees a Content-Encoding refuses the body with 415',
      test: 'functions/platform/http/body.spec.ts',
    },
    see: async (lab) => {
      const response = await postCoded(lab, 'gzip', new Uint8Array(gzipSync('{"a":1}')));
      const event = await json(response).catch(() => undefined);
      return { status: response.status, unpacked: event?.body === '{"a":1}' };
    },
  },
  {
    id: 'api-body-not-as-coded',
    service,
    behaviour: 'a plain body with Content-Encoding: gzip, and one with br, which is not supported',
    documented: '415 for both',
    source: CODINGS,
    expected: { gzip: 415, br: 415 },
    reliedOn: 'no',
    difference: {
      program: 'a function that sees a Content-Encoding refuses the body with 415',
      test: 'functions/platform/http/body.spec.ts',
    },
    see: async (lab) => ({
      gzip: (await postCoded(lab, 'gzip', '{"a":1}')).status,
      br: (await postCoded(lab, 'br', '{"a":1}')).status,
    }),
  },
  {
    id: 'api-binary',
    service,
    behaviour: 'bytes of a binary media type',
    documented: 'reach the function as base64, and come back as bytes where Accept asks for them',
    source: 'apigateway/latest/developerguide/lambda-proxy-binary-media.html',
    expected: { encoded: true, body: 'AP+A', back: [0, 255, 128] },
    reliedOn: 'yes',
    see: async (lab) => {
      const headers = { 'content-type': 'application/proto' };
      const body = new Uint8Array([0, 255, 128]);
      const there = await json(await call(lab, '/things/7', { method: 'POST', headers, body }));
      const back = await call(lab, '/things/bytes', { headers: { accept: 'application/proto' } });
      return {
        encoded: there.isBase64Encoded,
        body: there.body,
        back: [...new Uint8Array(await back.arrayBuffer())],
      };
    },
  },
];
