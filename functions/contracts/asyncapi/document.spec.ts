import { schemasWithoutId } from '@asyncapi/specs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { EVENTS, type EventType } from '../events.ts';
import { asyncApiDocument } from './document.ts';
import { exampleOf } from './examples.ts';

interface Document {
  channels: Record<string, { messages: Record<string, { $ref: string }> }>;
  components: { messages: Record<string, { payload: object }>; schemas: object };
}

const document = asyncApiDocument() as Document;
const types = Object.keys(EVENTS) as EventType[];

/** JSON Schema as AsyncAPI means it; the specification's own schema uses keywords that Ajv's strict mode refuses. */
const validator = () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  // The package is CommonJS: its function is the default of its default where types say otherwise.
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv;
};

describe('the AsyncAPI document', () => {
  it("fits the specification's own schema", () => {
    const validate = validator().compile(schemasWithoutId['3.0.0']);
    validate(document);
    expect(validate.errors).toBeNull();
    expect(validate({ ...document, channels: { users: { messages: [] } } })).toBe(false);
  });

  it('has every event in one channel', () => {
    const told = Object.values(document.channels).flatMap((channel) => Object.keys(channel.messages));
    expect(told.sort()).toEqual([...types].sort());
  });

  it.each(types)('%s: its payload schema accepts its example, and no other version', (type) => {
    const { payload } = document.components.messages[type]!;
    const validate = validator().compile({ ...payload, components: document.components });
    const example = exampleOf(type);

    expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...example, dataschema: 'urn:shop:event:other:1' })).toBe(false);
    expect(validate({ ...example, sequence: 0 })).toBe(false);
    expect(validate({ ...example, traceparent: 'x' })).toBe(false);
    expect(validate({ ...example, data: {} })).toBe(false);
  });
});

describe('event types', () => {
  it.each(types)('%s names its schema by type and version', (type) => {
    const { type: own, version, dataschema } = EVENTS[type];
    expect({ own, dataschema }).toEqual({ own: type, dataschema: `urn:shop:event:${type}:${version}` });
    expect(Number.isInteger(version) && version > 0).toBe(true);
  });
});
