/** Switches off work that the Pulumi SDK does for messages which are never shown here: about half of a program's own time. */

/**
 * Switches off source-map-support, which reads the source map of every file in a stack trace: 1.4 s of a deploy. Has to be called
 * before the SDK is loaded.
 */
export function saveBefore(load: NodeJS.Require): void {
  replaceModule(load, 'source-map-support', { install() {} });
  replaceModule(load, 'source-map-support/register', {});
}

/** Switches off the stack traces of every promise and every resource: 2 s of a deploy with 46 functions. */
export function saveAfter(
  debuggable: { debuggablePromise: <T>(promise: T) => T },
  resource: { callsites: () => unknown[] },
): void {
  debuggable.debuggablePromise = (promise) => promise;
  resource.callsites = () => [];
}

/** Replaces the exports of a module in `require`'s cache; does nothing if there is no such module. */
export function replaceModule(load: NodeJS.Require, name: string, exports: unknown): void {
  let filename: string;
  try {
    filename = load.resolve(name);
  } catch {
    return;
  }
  load.cache[filename] = { id: filename, filename, loaded: true, exports } as NodeJS.Module;
}
