class OutOfStock extends Error {
  name = 'OutOfStock';
}
export const named = async () => {
  throw new OutOfStock('none left');
};
export const builtIn = async () => null.missing;
export const text = async () => {
  throw 'only text';
};
export const unserializable = async () => {
  const circle = {};
  circle.circle = circle;
  return circle;
};
export const bigInt = async () => ({ amount: 1n });
export const exit = async ({ code }) => process.exit(code);
export const kill = async ({ signal }) => {
  process.kill(process.pid, signal);
  await new Promise(() => setInterval(() => {}, 1000));
};
export const uncaught = async () => {
  setTimeout(() => {
    throw new OutOfStock('out of a timer');
  }, 1);
  await new Promise((resolve) => setTimeout(resolve, 1000));
};
export const unhandled = async () => {
  Promise.reject(new OutOfStock('nobody waits'));
  await new Promise((resolve) => setTimeout(resolve, 1000));
};
export const neverSettles = () => new Promise(() => {});
export const loop = async () => {
  for (;;);
};
export const hang = async () => new Promise(() => setInterval(() => {}, 1000));
export const fillHeap = async () => {
  const all = [];
  for (;;) all.push(new Array(1000).fill(all.length));
};
export const fillBuffers = async () => {
  const all = [];
  for (;;) {
    all.push(Buffer.alloc(16 << 20, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
