import { describe, expect, it } from 'vitest';
import { cappedTimeout, statedTimeout } from './timeout.ts';

const GRPC_WEB = { 'content-type': 'application/grpc-web+proto' };

describe('statedTimeout', () => {
  it.each([
    [{}, undefined],
    [{ 'connect-timeout-ms': '0' }, 0],
    [{ 'connect-timeout-ms': '1500' }, 1_500],
    [{ 'connect-timeout-ms': '-1' }, undefined],
    [{ 'connect-timeout-ms': '1e3' }, undefined],
    [{ 'connect-timeout-ms': '12345678901' }, undefined],
    [{ 'grpc-timeout': '5S' }, undefined],
    [{ ...GRPC_WEB, 'grpc-timeout': '5S' }, 5_000],
    [{ ...GRPC_WEB, 'grpc-timeout': '2M' }, 120_000],
    [{ ...GRPC_WEB, 'grpc-timeout': '1H' }, 3_600_000],
    [{ ...GRPC_WEB, 'grpc-timeout': '30m' }, 30],
    [{ ...GRPC_WEB, 'grpc-timeout': '5000u' }, 5],
    [{ ...GRPC_WEB, 'grpc-timeout': '5' }, undefined],
    [{ ...GRPC_WEB, 'grpc-timeout': '123456789S' }, undefined],
    [{ ...GRPC_WEB, 'connect-timeout-ms': '5' }, undefined],
  ])('of %o is %s', (headers, ms) => {
    expect(statedTimeout(headers as Record<string, string>)).toBe(ms);
  });
});

describe('cappedTimeout', () => {
  it.each([
    [{}, 800, { 'connect-timeout-ms': '800' }],
    [{ 'connect-timeout-ms': '500' }, 800.7, { 'connect-timeout-ms': '500' }],
    [{ 'connect-timeout-ms': '5000' }, 800.7, { 'connect-timeout-ms': '800' }],
    [{ 'connect-timeout-ms': '5000' }, -3, { 'connect-timeout-ms': '0' }],
    [{ 'connect-timeout-ms': 'soon' }, 800, { 'connect-timeout-ms': 'soon' }],
    [{ ...GRPC_WEB, 'grpc-timeout': '9S' }, 800, { ...GRPC_WEB, 'grpc-timeout': '800m' }],
    [GRPC_WEB, 800, { ...GRPC_WEB, 'grpc-timeout': '800m' }],
  ])('of %o with %s ms left is %o', (headers, left, capped) => {
    expect(cappedTimeout(headers as Record<string, string>, left)).toEqual(capped);
  });
});
