import { createSocket } from 'node:dgram';

// What the rows invoke. What a function was called with is in its log, after the word SEEN: every engine has logs.
let calls = 0;

const say = (what) => console.log(`SEEN ${JSON.stringify(what)}`);

const named = (name, message) => Object.assign(new Error(message), { name });

/** What a record of a queue or stream carries. */
const contentOf = (record) => record.body ?? record.dynamodb.NewImage?.value?.S ?? record.dynamodb.Keys.pk.S;

const idOf = (record) => record.messageId ?? record.dynamodb.SequenceNumber;

export const echo = async (event) => {
  say(event);
  return event;
};

export const refuse = async (event) => {
  say(event);
  throw named('OutOfStock', 'none left');
};

export const exit = () => process.exit(1);

export const hang = () => new Promise((resolve) => setTimeout(resolve, 60_000));

/** Says what its records carry. */
export const read = async ({ Records }) => say(Records.map(contentOf));

/** Takes its time, and says from when to when. */
export const readSlowly = async () => {
  const from = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  say({ from, to: Date.now() });
};

/** Refuses every batch in which one record says "bad". */
export const readAll = async ({ Records }) => {
  const contents = Records.map(contentOf);
  say(contents);
  if (contents.includes('bad')) throw named('BadRecord', 'one of them is bad');
};

/** Names the records that say "bad", always. */
export const readEach = async ({ Records }) => {
  say(Records.map(contentOf));
  const bad = Records.filter((record) => contentOf(record) === 'bad');
  return { batchItemFailures: bad.map((record) => ({ itemIdentifier: idOf(record) })) };
};

/** Names the records that say "once", in its first call that has one. */
export const readOnce = async ({ Records }) => {
  say(Records.map(contentOf));
  const bad = calls === 0 ? Records.filter((record) => contentOf(record) === 'once') : [];
  if (bad.length > 0) calls += 1;
  return { batchItemFailures: bad.map((record) => ({ itemIdentifier: idOf(record) })) };
};

/** An endpoint: answers with what it was asked, or as the path says. */
export const http = async (event) => {
  if (event.path.endsWith('/throw')) throw new Error('an endpoint that fails');
  if (event.path.endsWith('/created'))
    return { statusCode: 201, headers: { Location: '/things/1' }, body: '{}' };
  if (event.path.endsWith('/denied'))
    return { statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer' }, body: '{}' };
  if (event.path.endsWith('/bytes'))
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/proto' },
      body: Buffer.from([0, 255, 128]).toString('base64'),
      isBase64Encoded: true,
    };
  const { body, ...rest } = event;
  return {
    statusCode: 200,
    body: JSON.stringify({ ...rest, body: (body ?? '').slice(0, 100), size: body?.length ?? 0 }),
  };
};

/** Says which trace it is in, and sends X-Ray a part of its own. */
export const traced = async (event) => {
  const header = process.env._X_AMZN_TRACE_ID;
  const asked = event?.headers?.['X-Amzn-Trace-Id'];
  say({ header, asked, sent: event?.Records?.map(({ attributes }) => attributes?.AWSTraceHeader) });
  const { Root, Parent, Sampled } = Object.fromEntries(header.split(';').map((part) => part.split('=')));
  if (Sampled === '1') await sendPart(Root, Parent);
  if (event?.fail || event?.body === 'fail') throw named('OutOfStock', 'none left');
  return { statusCode: 200, body: JSON.stringify({ header, asked }) };
};

/** As an SDK of X-Ray does: to the daemon, by UDP. */
async function sendPart(trace_id, parent_id) {
  const now = Date.now() / 1000;
  const id = Math.random().toString(16).slice(2).padEnd(16, '0').slice(0, 16);
  const part = { trace_id, parent_id, id, type: 'subsegment', name: 'work', start_time: now, end_time: now };
  const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
  const socket = createSocket('udp4');
  const text = `{"format": "json", "version": 1}\n${JSON.stringify({ ...part, annotations: { made: 'here' } })}`;
  await new Promise((done, fail) =>
    socket.send(text, Number(port), host, (error) => (error ? fail(error) : done())),
  );
  socket.close();
}
