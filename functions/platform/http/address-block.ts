/**
 * What one connection to the internet has for itself: an IPv4 address, but 2^64 addresses of IPv6, of which only the
 * first half is told.
 *
 * @example addressBlock('2001:db8::1') // '2001:db8:0:0'
 */
export function addressBlock(address: string): string {
  if (!address.includes(':')) return address;
  const [before = '', after = ''] = address.toLowerCase().split('::');
  const left = before.split(':').filter(Boolean);
  const right = after.split(':').filter(Boolean);
  const zeros = address.includes('::') ? 8 - left.length - right.length : 0;
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].slice(0, 4).join(':');
}
