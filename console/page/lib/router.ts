import { useEffect, useState } from 'preact/hooks';

/** Where the page is: its path, and what is filtered and selected. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });
const movers = new Set<() => void>();
const moved = () => {
  for (const mover of movers) mover();
};
addEventListener('popstate', moved);

/** Goes to an address of the console; `replace` leaves no step to go back to. */
export function navigate(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  if (!replace) scrollTo(0, 0);
  moved();
}

/** Sets some of the query and leaves the rest; what is undefined or empty is taken out. */
export function setQuery(changes: Record<string, string | undefined>, { replace = true } = {}): void {
  const { path, query } = here();
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(key);
    else query.set(key, value);
  }
  const text = query.toString();
  navigate(text ? `${path}?${text}` : path, { replace });
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const mover = () => setPlace(here());
    movers.add(mover);
    return () => {
      movers.delete(mover);
    };
  }, []);
  return place;
}

/** A click on a link of the console moves within the page; with a modifier key the browser does what it always does. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  navigate(link.pathname + link.search + link.hash);
}
