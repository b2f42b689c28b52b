import type { Document } from './xray-document.ts';

/** What a datagram may hold, in bytes: the daemon reads no more than 64 KiB, and its header is in it, too. */
const DATAGRAM_BYTES = 60_000;

/** A document as texts that each fit into a datagram: what is below one that does not is sent by itself, under its id. */
export function fitting(document: Document, limit = DATAGRAM_BYTES): string[] {
  const text = JSON.stringify(document);
  // No character takes more than three bytes a unit of UTF-16, so most texts need not be counted.
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return [text];
  const { subsegments = [], ...rest } = document;
  if (subsegments.length === 0) {
    const { metadata: _, ...small } = rest;
    return 'metadata' in rest ? fitting(small as Document, limit) : [];
  }
  const { trace_id, id } = document;
  return [
    ...fitting(rest as Document, limit),
    ...subsegments.flatMap((one) => fitting({ ...one, trace_id, parent_id: id, type: 'subsegment' }, limit)),
  ];
}
