import { EVENTS, type EventType } from '../events.ts';
import { Components } from '../openapi/schemas.ts';
import { exampleOf } from './examples.ts';

const DESCRIPTION = `What the services of the shop tell one another. Every event is a CloudEvent 1.0 in JSON with the
extensions \`sequence\` (rises by one with every event of one subject) and \`traceparent\` (W3C Trace Context).
It is published at least once, and may come more than once and out of order: consumers know an event by its \`id\`, and
an older one by its \`sequence\`.`;

type EventDefinition = (typeof EVENTS)[EventType];

const types = Object.keys(EVENTS) as EventType[];
const services = [...new Set(types.map((type) => EVENTS[type].source))];
const sentBy = (service: string) => types.filter((type) => EVENTS[type].source === service);

/** The AsyncAPI 3 document of all events, from the schemas that producers and consumers parse with. */
export function asyncApiDocument(): object {
  const components = new Components();
  const messages = Object.fromEntries(types.map((type) => [type, messageOf(EVENTS[type], components)]));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Events of the shop', version: '1', description: DESCRIPTION.replaceAll('\n', ' ') },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(services.map((service) => [service, channelOf(service)])),
    operations: Object.fromEntries(services.map((service) => [`${service}Tells`, operationOf(service)])),
    components: { messages, schemas: components.schemas },
  };
}

const channelOf = (service: string) => ({
  address: `shop-{stage}-${service}-events`,
  title: `Events of ${service}`,
  description: `The SNS topic of ${service}. Consumers subscribe a queue of their own, filtered by \`type\`.`,
  parameters: { stage: { description: 'The stage, as in `production`' } },
  messages: Object.fromEntries(
    sentBy(service).map((type) => [type, { $ref: `#/components/messages/${type}` }]),
  ),
});

const operationOf = (service: string) => ({
  action: 'send',
  channel: { $ref: `#/channels/${service}` },
  summary: `${service} tells what has happened, from its transactional outbox.`,
  messages: sentBy(service).map((type) => ({ $ref: `#/channels/${service}/messages/${type}` })),
});

function messageOf({ type, version, about, subject, schema }: EventDefinition, components: Components) {
  return {
    name: type,
    title: `${type}, version ${version}`,
    summary: about,
    description: `Subject: ${subject}.`,
    contentType: 'application/json',
    headers: {
      type: 'object',
      description: 'Message attributes of SNS; subscriptions filter by them.',
      required: ['type'],
      properties: { type: { const: type } },
    },
    payload: components.describe(schema),
    examples: [{ name: type, summary: about, payload: exampleOf(type) }],
  };
}
