import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  assetBytes,
  freshBytes,
  fromWire,
  isSame,
  isUnknown,
  propertiesFromWire,
  SIGNATURE,
  UNKNOWN,
} from './values.ts';

const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';
const ASSET = 'c44067f5952c0a294b673a41bacd8c17';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const options = { localize: (text: string) => text.replace('aws', 'here'), root: '/nowhere' };
const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, value });

describe('fromWire', () => {
  it.each([
    ['text, which is localized', 'at aws', 'at here'],
    ['a number', 7, 7],
    ['false', false, false],
    ['nothing', null, null],
    ['a secret', secret('x'), 'x'],
    ['a secret inside a secret', secret({ list: [secret('x')] }), { list: ['x'] }],
    ['a reference to a resource', { [SIGNATURE]: RESOURCE, urn: 'urn:a', id: 'a' }, 'a'],
    ['a reference to a component', { [SIGNATURE]: RESOURCE, urn: 'urn:a' }, 'urn:a'],
    ['a value that came as an output', { [SIGNATURE]: OUTPUT, value: 'x' }, 'x'],
    ['an output that is not known', { [SIGNATURE]: OUTPUT }, UNKNOWN],
  ])('reads %s', (_what, wire, plain) => {
    expect(fromWire(wire, options)).toEqual(plain);
  });

  it('refuses an unknown signature by name', () => {
    expect(() => fromWire({ [SIGNATURE]: 'new' }, options)).toThrow('unknown signature new');
  });

  it('leaves undefined properties out', () => {
    expect(propertiesFromWire({ a: undefined, b: 1 }, options)).toEqual({ b: 1 });
  });
});

describe('assets', () => {
  it('are read from their file, and compared by its content', () => {
    const folder = mkdtempSync(join(tmpdir(), 'asset-'));
    try {
      const read = (text: string) => {
        writeFileSync(join(folder, 'code.zip'), text);
        return fromWire({ [SIGNATURE]: ASSET, path: 'code.zip' }, { ...options, root: folder });
      };
      const first = read('one');
      expect(assetBytes(first).toString()).toBe('one');
      expect(freshBytes(first)?.toString()).toBe('one');
      expect(isSame(first, read('one'))).toBe(true);
      expect(isSame(first, read('two'))).toBe(false);
      expect(freshBytes(first)).toBeUndefined();
      rmSync(join(folder, 'code.zip'));
      expect(freshBytes(first)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('may be text', () => {
    expect(assetBytes(fromWire({ [SIGNATURE]: ASSET, text: 'hello' }, options)).toString()).toBe('hello');
  });

  it('that are neither are refused', () => {
    expect(() => fromWire({ [SIGNATURE]: ASSET, uri: 'https://example.org' }, options)).toThrow(
      'one file or of text',
    );
  });
});

describe('isSame', () => {
  it.each([
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: null }, {}, true],
    [[1, 2], [2, 1], false],
    [[1], { 0: 1 }, false],
    ['1', 1, false],
    [{ a: { b: 1 } }, { a: { b: 2 } }, false],
  ])('%j and %j: %s', (left, right, same) => {
    expect(isSame(left, right)).toBe(same);
  });
});

describe('isUnknown', () => {
  it.each([
    [UNKNOWN, true],
    [{ a: [UNKNOWN] }, true],
    [{ a: ['known'] }, false],
    [null, false],
  ])('%j: %s', (value, unknown) => {
    expect(isUnknown(value)).toBe(unknown);
  });
});
