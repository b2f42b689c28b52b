import { type Html, html } from './html.ts';

/** One line of a table: what, how many or how much, and the amount. */
export type Row = readonly [what: string, detail: string, amount: string];

/** Lines with amounts, the last of which is the sum. */
export interface Bill {
  rows: readonly Row[];
  total: readonly [label: string, amount: string];
}

/** Something to click on, with what stands on it. */
export interface Link {
  label: string;
  url: string;
}

type Block = string | Bill | Link;

/** What an email says, apart from how it looks: text and HTML are made of the same, so that they cannot differ. */
export interface Email {
  /** The language it is written in (BCP 47). */
  language: string;
  subject: string;
  greeting: string;
  /** Paragraphs, bills and links. */
  body: readonly Block[];
  closing: string;
}

export interface RenderedEmail {
  subject: string;
  text: string;
  html: string;
}

/** Renders both forms of an email. */
export function renderEmail(email: Email): RenderedEmail {
  return { subject: oneLine(email.subject), text: renderText(email), html: String(renderHtml(email)) };
}

/** A subject is a header: a line break in it would begin another one. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function renderText({ greeting, body, closing }: Email): string {
  return `${[greeting, ...body.map(textBlock), closing].join('\n\n')}\n`;
}

function textBlock(block: Block): string {
  if (typeof block === 'string') return block;
  return 'url' in block ? `${block.label}:\n${block.url}` : textBill(block);
}

function textBill({ rows, total }: Bill): string {
  const lines = [...rows.map(([what, detail, amount]) => [`${what}  ${detail}`, amount] as const), total];
  const left = Math.max(...lines.map(([text]) => text.length));
  const right = Math.max(...lines.map(([, amount]) => amount.length));
  return lines.map(([text, amount]) => `${text.padEnd(left)}  ${amount.padStart(right)}`).join('\n');
}

const INSTANCE = 'padding:4px 12px 4px 0;text-align:left';
const AMOUNT = 'padding:4px 0;text-align:right;white-space:nowrap';

/** Styles stand on the elements: mail programs drop style sheets. */
function renderHtml({ language, subject, greeting, body, closing }: Email): Html {
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${oneLine(subject)}</title></head>
<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5;color:#222">
<div style="max-width:560px;margin:0 auto">
<p>${greeting}</p>
${body.map(htmlBlock)}
<p style="white-space:pre-line">${closing}</p>
</div>
</body>
</html>
`;
}

function htmlBlock(block: Block): Html {
  if (typeof block === 'string') return html`<p>${block}</p>`;
  return 'url' in block ? html`<p><a href="${block.url}">${block.label}</a></p>` : htmlBill(block);
}

const htmlBill = ({
  rows,
  total: [label, sum],
}: Bill): Html => html`<table style="border-collapse:collapse;width:100%">
${rows.map(
  ([
    what,
    detail,
    amount,
  ]) => html`<tr><td style="${INSTANCE}">${what}</td><td style="${INSTANCE}">${detail}</td><td style="${AMOUNT}">${amount}</td></tr>
`,
)}<tr style="font-weight:bold;border-top:1px solid #999"><td style="${INSTANCE}" colspan="2">${label}</td><td style="${AMOUNT}">${sum}</td></tr>
</table>`;
