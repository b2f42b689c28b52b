import { nameOfRef, type Schema } from './document.ts';
import { type Html, html, inline } from './html.ts';

const link = (ref: string): Html => html`<a href="#schema-${nameOfRef(ref)}">${nameOfRef(ref)}</a>`;

const separated = (parts: Html[], separator: string): Html[] =>
  parts.flatMap((part, at) => (at === 0 ? [part] : [html`${separator}`, part]));

/** A type in a few words, as in `array of OrderItem`, `"EUR" or null`, `text (date-time)`. */
export function typeOf(schema: Schema): Html {
  if (schema.$ref) return link(schema.$ref);
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum)
    return html`${separated(
      schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`),
      ' or ',
    )}`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return html`${separated(choices.map(typeOf), ' or ')}`;
  if (schema.allOf) return html`${separated(schema.allOf.map(typeOf), ' and ')}`;
  if (schema.type === 'array') return html`array of ${typeOf(schema.items ?? {})}`;
  return html`${[schema.type ?? 'anything'].flat().join(' or ')}${schema.format && ` (${schema.format})`}`;
}

const range = (least: number | undefined, most: number | undefined, unit: string): string[] => {
  if (least !== undefined && most !== undefined)
    return [least === most ? `${most}${unit}` : `${least} to ${most}${unit}`];
  if (least !== undefined) return [`at least ${least}${unit}`];
  return most === undefined ? [] : [`at most ${most}${unit}`];
};

/** What has to hold for a value beside its type. */
export function limitsOf(schema: Schema): Html[] {
  const words = [
    ...range(schema.minimum, schema.maximum, ''),
    ...(schema.exclusiveMinimum === undefined ? [] : [`more than ${schema.exclusiveMinimum}`]),
    ...(schema.exclusiveMaximum === undefined ? [] : [`less than ${schema.exclusiveMaximum}`]),
    ...range(schema.minLength, schema.maxLength, ' characters'),
    ...range(schema.minItems, schema.maxItems, ' items'),
    ...(schema.default === undefined ? [] : [`${JSON.stringify(schema.default)} unless told`]),
  ].map((text) => html`${text}`);
  return schema.pattern === undefined ? words : [...words, html`<code>${schema.pattern}</code>`];
}

/** One row for a field or a parameter. */
export function row({ name, note, schema, description }: Row): Html {
  const limits = limitsOf(schema.type === 'array' && schema.items ? { ...schema.items, ...schema } : schema);
  const says = description ?? schema.description;
  return html`<div class="field">
    <div class="name"><code>${name}</code>${note && html` <span class="note">${note}</span>`}</div>
    <div><span class="type">${typeOf(schema)}</span>${limits.map((limit) => html`<span class="limit">${limit}</span>`)}
      ${says && html`<div class="says">${inline(says)}</div>`}
      ${nested(schema)}</div>
  </div>`;
}

interface Row {
  name: string;
  note?: string;
  schema: Schema;
  description?: string;
}

/** The fields of an object that has no name of its own, further in. */
function nested(schema: Schema): Html | undefined {
  const inner = schema.type === 'array' ? schema.items : schema;
  return inner?.properties && html`<div class="nested">${fields(inner)}</div>`;
}

/** What a value looks like: the fields of an object, else its type. */
export function fields(schema: Schema): Html {
  const { properties, required = [], additionalProperties } = schema;
  if (!properties)
    return html`<div class="field"><div class="type">${typeOf(schema)}</div>${nested(schema)}</div>`;
  return html`${Object.entries(properties).map(([name, field]) =>
    row({ name, note: required.includes(name) ? undefined : 'optional', schema: field }),
  )}${typeof additionalProperties === 'object' && html`<div class="says">and others</div>`}`;
}
