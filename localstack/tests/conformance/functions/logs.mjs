console.log('from the init');
export const levels = async () => {
  console.trace('a trace');
  console.debug('a debug');
  console.info('an info');
  console.log('a log with %s', 'values', { and: 'objects' });
  console.warn('a warning');
  console.error('an error');
  return null;
};
export const lines = async () => console.log('first\nsecond');
export const raw = async () => process.stdout.write('straight to stdout\n');
export const much = async () => {
  for (let n = 0; n < 200; n++) console.log(`line ${n} ${'x'.repeat(100)}`);
};
export const fails = async () => {
  throw new TypeError('logged');
};
