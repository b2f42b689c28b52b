import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';

export type JsonSchema = Record<string, unknown>;

/** Turns zod's schemas into JSON Schema, and gathers those with a name (`named`) to be components. */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>();

  /** Every schema with a name that was met so far, by name. */
  get schemas(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /**
   * What a client may send, and may expect to read: a reference for a schema with a name, else the schema itself.
   *
   * @throws Error when two schemas share a name but differ.
   */
  describe(schema: z.core.$ZodType): JsonSchema {
    // As an element, because zod writes the outermost schema in full even if it has a name.
    const { items, $defs = {} } = z.toJSONSchema(z.array(schema), { io: 'input', override: tidy });
    for (const [name, described] of Object.entries(asComponents($defs))) this.#add(name, described);
    return asComponents(items as JsonSchema);
  }

  #add(name: string, described: JsonSchema): void {
    const known = this.#schemas.get(name);
    if (known && !isDeepStrictEqual(known, described))
      throw new Error(`two schemas are named ${name}, and they differ`);
    this.#schemas.set(name, described);
  }
}

const asComponents = <T>(schema: T): T =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;

/** A format says what zod's pattern of 200 characters says; and every integer is a safe one. */
function tidy({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
