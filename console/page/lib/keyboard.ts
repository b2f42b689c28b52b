import { useEffect } from 'preact/hooks';

/** What a key does on the page that is open, and how help tells of it. */
export interface Shortcut {
  key: string;
  does: string;
  run(): void;
}

const active = new Set<readonly Shortcut[]>();

/** The shortcuts that work now, for help. */
export const shortcuts = (): Shortcut[] => [...active].flat();

/** Has keys do something while a component is on the page. They do nothing while somebody writes in a field. */
export function useShortcuts(own: readonly Shortcut[]): void {
  useEffect(() => {
    active.add(own);
    return () => {
      active.delete(own);
    };
  });
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isField(event.target)) {
    if (event.key === 'Escape') (event.target as HTMLElement).blur();
    return;
  }
  if (document.querySelector('dialog[open]')) return;
  const found = shortcuts().findLast(({ key }) => key === event.key);
  if (!found) return;
  event.preventDefault();
  found.run();
});
