import { createHash } from 'node:crypto';

/** Headers of an answer that changes with a deployment only: cached for five minutes, then asked for by its tag. */
export const cached = (text: string) => ({
  etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
  'cache-control': 'public, max-age=300',
});
