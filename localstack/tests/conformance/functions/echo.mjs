export const handler = async (event) => event;
export const nothing = async () => {};
export const synchronous = (event) => ({ got: event });
export const nested = { deep: { handler: async () => 'nested' } };
export const callback = (_event, _context, done) => done(null, 'called back');
export const notAFunction = 'text';
export const contextOf = async (_event, context) => ({
  ...context,
  remaining: context.getRemainingTimeInMillis(),
});
export const slow = async ({ ms }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return 'slept';
};
export const remaining = async ({ ms }, context) => {
  const before = context.getRemainingTimeInMillis();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return before - context.getRemainingTimeInMillis();
};
export const large = async ({ bytes }) => 'x'.repeat(bytes);
export const sizeOf = async (event) => event.length;
