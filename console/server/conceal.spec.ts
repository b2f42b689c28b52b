import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signLink } from '../../functions/platform/account-link.ts';
import { hashOf } from '../../functions/platform/hash-of.ts';
import { rememberOnce } from '../../functions/platform/idempotency.ts';
import { REDACTED } from '../../functions/platform/log/secret-texts.ts';
import type { Table, Write } from '../../functions/platform/table.ts';
import { newDevice } from '../../functions/users/devices.ts';
import { hashPassword } from '../../functions/users/password.ts';
import {
  newRefreshToken,
  newSeed,
  newSessionName,
  successorOf,
} from '../../functions/users/refresh-token.ts';
import { sessionKey } from '../../functions/users/session-repository.ts';
import { announceUser, userKey } from '../../functions/users/user-writes.ts';
import { conceal } from './conceal.ts';

const USER = '01980000-0000-7000-8000-00000000000a';
const shown = (value: unknown): string => JSON.stringify(conceal(value));
const itemOf = (write: Write): Record<string, unknown> => ('put' in write ? write.put : {});

/** The rows that services keep with secrets in them, made by the services' own code, and what must not be seen of each. */
async function rows(): Promise<[name: string, row: Record<string, unknown>, secrets: string[]][]> {
  const passwordHash = await hashPassword('correct horse');
  const session = newSessionName(USER);
  const used = newRefreshToken(session);
  const seed = newSeed();
  const token = successorOf(used, seed, session);
  const device = newDevice({ id: USER }, 1);
  const stored = itemOf(device.write);
  const [, deviceId = '', secret = ''] = device.token.split('.');
  const key = 'a"key\\of#mine-1';
  const remembered = rememberOnce(undefined as unknown as Table, {
    callerId: USER,
    key,
    request: {},
  }).write({ id: 'o1' });
  const user = { id: USER, sequence: 1 } as Parameters<typeof announceUser>[1];
  return [
    [
      'a user',
      { ...userKey(USER), id: USER, email: 'ada@example.com', passwordHash },
      [passwordHash, ...passwordHash.split('$').slice(-2)],
    ],
    [
      'a session',
      {
        ...sessionKey(session),
        userId: USER,
        tokenHash: hashOf(token),
        spent: { hash: hashOf(used), seed, at: 1 },
      },
      [session.sessionId, hashOf(token), hashOf(used), seed],
    ],
    ['a device', stored, [deviceId, secret, String(stored.secretHash)]],
    [
      'the staff',
      { pk: 'STAFF', sk: 'STAFF', secretHash: hashOf('secret'), members: [USER] },
      [hashOf('secret')],
    ],
    ['an idempotency key', itemOf(remembered), [key, key.slice(-6), encodeURIComponent(key)]],
    [
      'an event',
      itemOf(
        announceUser('password.forgotten', user, {
          email: 'ada@example.com',
          passwordLink: { epoch: 1, expiresAt: '2026-01-01T00:00:00.000Z' },
        }),
      ),
      [],
    ],
  ];
}

describe('conceal', () => {
  it('lets nothing secret through of any row', async () => {
    for (const [name, row, secrets] of await rows()) {
      // As an answer, as a message that holds it as text, and as a log line that mentions it.
      for (const value of [row, [{ body: JSON.stringify(row) }], { detail: `of ${row.pk} ${row.sk}` }])
        for (const secret of secrets) expect(shown(value), name).not.toContain(secret);
    }
  });

  it('leaves what is no secret of every row', async () => {
    const [user, session, device, staff, remembered, event] = (await rows()).map(([, row]) => shown(row));
    expect(user).toContain('ada@example.com');
    expect(session).toContain(`"pk":"USER#${USER}","sk":"SESSION#${REDACTED}"`);
    expect(device).toContain(`"sk":"DEVICE#${REDACTED}"`);
    expect(staff).toContain(`"members":["${USER}"]`);
    expect(remembered).toContain(`"pk":"IDEMPOTENCY#${USER}#${REDACTED}"`);
    expect(remembered).toContain('"answer":{"id":"o1"}');
    expect(event).toContain('"type":"password.forgotten"');
  });

  it('lets no link through whose token is signed, wherever it stands', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const link = await signLink(
      'password-link',
      { userId: USER, email: 'ada@example.com', epoch: 1, expiresAt: '2030-01-01T00:00:00Z' },
      { privateKey: pem, kid: 'k' },
    );
    const [, payload = '', signature = ''] = link.split('.');
    for (const value of [
      { text: `Choose one: https://shop/password#${link}` },
      { html: `<a href="https://shop/password?link=${link}">` },
      JSON.stringify({ text: link }),
      { privateKey: pem },
      { note: pem },
    ])
      for (const secret of [payload, signature, pem.split('\n')[1]!])
        expect(shown(value)).not.toContain(secret);
  });

  it('conceals what is nested too deep to be looked through, and shows what is beside it', () => {
    const deep = `${'['.repeat(50_000)}"password=abc"${']'.repeat(50_000)}`;
    for (const value of [deep, JSON.parse(deep)]) {
      const text = shown([{ body: value }, { body: 'beside' }]);
      expect(text).not.toContain('abc');
      expect(text).toContain('beside');
    }
  });

  it.each([
    [
      'JSON within JSON, by its keys',
      { record: '{"tokenHash":"short","cell":"a"}' },
      { record: `{"tokenHash":"${REDACTED}","cell":"a"}` },
    ],
    [
      'text that is JSON and holds no secret, as it is written',
      { record: '{ "a": 1 }' },
      { record: '{ "a": 1 }' },
    ],
    ['a key that is a secret itself', { 'SESSION#abc': 1 }, { [`SESSION#${REDACTED}`]: 1 }],
    ['a list of tokens', { deviceTokens: ['a', 'b'] }, { deviceTokens: REDACTED }],
    ['whether there is one', { password: true, token: null }, { password: true, token: null }],
    ['how many there are', { tokens: 3, hash: 4 }, { tokens: 3, hash: 4 }],
    ['names, ids and amounts', { name: 'Ada', id: USER, amount: 5 }, { name: 'Ada', id: USER, amount: 5 }],
    ['markup, which the page escapes', { sku: '<img src=x>' }, { sku: '<img src=x>' }],
  ])('treats %s', (_, value, expected) => {
    expect(conceal(value)).toEqual(expected);
  });
});
