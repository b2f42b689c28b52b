import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What becomes of a request: it is let in, gets its cookie in exchange for the token, or is refused. */
export type Verdict =
  | { is: 'admitted' }
  | { is: 'signed in'; cookie: string; to: string }
  | { is: 'refused'; status: 400 | 401 | 403; why: string };

interface GuardOptions {
  port: number;
  token: string;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Decides who may speak to the console. It acts with a person's credentials, and every web page that the person has open
 * can send requests to loopback: so the Host has to be loopback's own (against DNS rebinding), the Origin of the page the
 * console's own (against cross-site requests), and the token of the printed address has to have been exchanged for a
 * cookie (against other programs and people of this machine).
 *
 * https://owasp.org/www-community/attacks/DNS_Rebinding,
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export class Guard {
  readonly #hosts: readonly string[];
  readonly #token: string;
  /** Cookies know no ports: two consoles of one machine have cookies of two names. */
  readonly #cookie: string;

  constructor({ port, token }: GuardOptions) {
    this.#hosts = LOOPBACK.map((host) => `${host}:${port}`);
    this.#token = token;
    this.#cookie = `console-${port}`;
  }

  judge({ method = '', url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Verdict {
    const { host = '', origin, cookie = '' } = headers;
    if (!this.#hosts.includes(host.toLowerCase()))
      return refused(403, `the console answers at ${this.#hosts[0]} alone`);
    const changes = method !== 'GET' && method !== 'HEAD';
    const site = headers['sec-fetch-site'];
    const isForeign = origin === undefined ? changes : origin !== `http://${host.toLowerCase()}`;
    // A link on another site may lead here; what that site's page loads or sends itself may not.
    const isLoadedByOthers =
      site !== undefined &&
      site !== 'same-origin' &&
      site !== 'none' &&
      headers['sec-fetch-mode'] !== 'navigate';
    if (isForeign || isLoadedByOthers) return refused(403, 'the console answers its own page alone');
    const asked = URL.canParse(url, 'http://console') ? new URL(url, 'http://console') : undefined;
    // A path that begins with two slashes, or comes to it, is another host's address to a browser that is led there.
    if (!url.startsWith('/') || asked?.host !== 'console' || asked.pathname.startsWith('//'))
      return refused(400, 'the address is not a path');
    const token = asked.searchParams.get('token');
    if (token !== null && method === 'GET') {
      if (!isSame(token, this.#token)) return refused(401, 'the token of this address is not the console’s');
      asked.searchParams.delete('token');
      return {
        is: 'signed in',
        cookie: `${this.#cookie}=${this.#token}; HttpOnly; SameSite=Strict; Path=/`,
        to: `${asked.pathname}${asked.search}`,
      };
    }
    // Another port of this host can set one of the same name beside it: that is in nobody's way.
    const held = cookie.split(/; */).filter((one) => one.startsWith(`${this.#cookie}=`));
    return held.some((one) => isSame(one.slice(this.#cookie.length + 1), this.#token))
      ? { is: 'admitted' }
      : refused(401, 'open the address that the console printed when it started: its token signs you in');
  }
}

const refused = (status: 400 | 401 | 403, why: string): Verdict => ({ is: 'refused', status, why });

/** Takes as long for what is wrong as for what is right; the hashes are of one length. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(hash(one), hash(other));

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
