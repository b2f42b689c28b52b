type Listener = () => void;

/** How soon a console that has refused is asked again (ms). */
const AGAIN_MS = 5_000;

const listeners = new Set<Listener>();
let source: EventSource | undefined;
let isConnected = true;
const onConnection = new Set<(connected: boolean) => void>();

/**
 * Calls a listener whenever the stage may have changed. All of a tab share one connection, and a tab that nobody sees has
 * none: it asks once when it is seen again.
 *
 * @returns how to listen no more.
 */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  open();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) close();
  };
}

/** Calls a listener when the console's server is lost and found again. */
export function onConnected(listener: (connected: boolean) => void): () => void {
  onConnection.add(listener);
  listener(isConnected);
  return () => onConnection.delete(listener);
}

function open(): void {
  if (source || document.hidden || listeners.size === 0) return;
  source = new EventSource('/changes');
  source.addEventListener('change', tell);
  source.addEventListener('ready', () => {
    if (!isConnected) tell();
    connected(true);
  });
  source.addEventListener('error', lost);
}

/** The browser connects again by itself, but where it was refused, as by a console that was started anew and knows no cookie of before. */
function lost(): void {
  connected(false);
  if (source?.readyState !== EventSource.CLOSED) return;
  source = undefined;
  tell();
  setTimeout(open, AGAIN_MS);
}

function close(): void {
  source?.close();
  source = undefined;
}

const tell = () => {
  for (const listener of listeners) listener();
};

function connected(now: boolean): void {
  if (now === isConnected) return;
  isConnected = now;
  for (const listener of onConnection) listener(now);
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) close();
  else {
    open();
    tell();
  }
});
