/**
 * A profile for macOS's sandbox-exec that leaves a program loopback and sockets of the file system, as Bazel's does for
 * builds without network. It binds where it likes, but nothing beyond this machine gets in. Other processes and web pages
 * of this machine still reach its ports on loopback.
 */
const PROFILE = [
  '(version 1)',
  '(allow default)',
  '(deny network*)',
  '(allow network-bind)',
  '(allow network-inbound (local ip "localhost:*"))',
  '(allow network* (remote ip "localhost:*"))',
  '(allow network* (remote unix-socket))',
].join('\n');

/** The command that runs a program under the profile. */
export const sandboxCommand = (file: string, args: readonly string[]): string[] => [
  '/usr/bin/sandbox-exec',
  '-p',
  PROFILE,
  file,
  ...args,
];
