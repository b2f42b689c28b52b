import * as z from 'zod/mini';

/** W3C Trace Context, version 00: trace id, parent id, flags. */
export const Traceparent = z.string().check(z.regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/));

interface Definition<T extends string, D extends z.core.$ZodType> {
  type: T;
  /** Counts incompatible changes of `data`. A field that consumers may ignore is added without a new version. */
  version: number;
  /** When it is sent, in one sentence: stands in the AsyncAPI document. */
  about: string;
  /** What `subject` holds. */
  subject: string;
  data: D;
}

/**
 * Defines an event of the service `source`: CloudEvents 1.0 in JSON, with two extensions. `sequence` rises by one with
 * every event of one subject, so that a consumer can tell old from new (queues promise no order); `traceparent`
 * ties the event to the request that it came from.
 *
 * `dataschema` names the schema and its version as a URN: CloudEvents asks for an absolute URI that changes with
 * incompatible changes. It is a name and no address, because nothing fetches a schema while it handles an event, and
 * a stage's address would make the same event differ from stage to stage.
 */
export const eventsOf =
  (source: string) =>
  <T extends string, D extends z.core.$ZodType>({ data, ...definition }: Definition<T, D>) => {
    const dataschema = `urn:shop:event:${definition.type}:${definition.version}`;
    const makeSchema = () =>
      z.object({
        specversion: z.literal('1.0'),
        id: z.string().check(z.minLength(1)),
        source: z.literal(`/${source}`),
        type: z.literal(definition.type),
        subject: z.string().check(z.minLength(1)),
        time: z.iso.datetime(),
        datacontenttype: z.literal('application/json'),
        dataschema: z.literal(dataschema),
        sequence: z.int().check(z.positive()),
        traceparent: Traceparent,
        data,
      });
    let schema: ReturnType<typeof makeSchema> | undefined;
    return {
      ...definition,
      /** The service that sends it. */
      source,
      dataschema,
      /** Made at its first use: a function knows all events by name, and sends or receives a few. */
      get schema() {
        schema ??= makeSchema();
        return schema;
      },
    };
  };
