import { useEffect, useState } from 'preact/hooks';
import { onConnected } from './lib/changes.ts';
import { useShortcuts } from './lib/keyboard.ts';
import { followLinks, navigate, usePlace } from './lib/router.ts';
import { SessionContext } from './lib/session.ts';
import { useRead } from './lib/use-read.ts';
import { PAGES, pageAt } from './pages.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Help } from './ui/help.tsx';
import { ThemeChoice } from './ui/theme-choice.tsx';

/** The frame of every page: where one is, where one can go, and the keys that work. */
export function App() {
  const { path } = usePlace();
  const session = useRead('session', {});
  const [isHelpOpen, setHelpOpen] = useState(false);
  const found = pageAt(path);
  useShortcuts([
    { key: '?', does: 'shows the keys', run: () => setHelpOpen(true) },
    { key: '/', does: 'searches', run: focusSearch },
    ...PAGES.map(({ title, address }, index) => ({
      key: String((index + 1) % 10),
      does: `goes to ${title}`,
      run: () => navigate(address),
    })),
  ]);
  useEffect(() => {
    document.title = `${found?.page.title ?? 'Not found'} · ${session.data?.stage ?? 'console'}`;
  }, [found?.page.title, session.data?.stage]);
  return (
    <SessionContext.Provider value={session.data}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it follows the links within, which are links to the keyboard too. */}
      <div class="frame" onClick={followLinks}>
        <a class="skip" href="#content">
          To the content
        </a>
        <header class="top">
          <a class="home" href="/orders">
            Console
          </a>
          {session.data && (
            <span class="stage">
              {session.data.stage}
              <small>{session.data.isLocal ? 'this machine' : session.data.region}</small>
              {!session.data.mayAct && <small class="read-only">read-only</small>}
            </span>
          )}
          <ThemeChoice />
          <button type="button" class="small" onClick={() => setHelpOpen(true)}>
            Keys <kbd>?</kbd>
          </button>
        </header>
        <nav aria-label="Pages">
          <ul>
            {PAGES.map(({ title, address }) => (
              <li key={address}>
                <a href={address} aria-current={found?.page.address === address ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main id="content" tabIndex={-1}>
          <Connection />
          {found ? (
            <ErrorBoundary key={path}>
              <found.page.Page key={path} rest={found.rest} />
            </ErrorBoundary>
          ) : (
            <div class="state">
              <h1>There is no such page</h1>
              <p>
                <a href="/orders">Orders and their sagas</a>
              </p>
            </div>
          )}
        </main>
        {isHelpOpen && <Help close={() => setHelpOpen(false)} />}
      </div>
    </SessionContext.Provider>
  );
}

/** Says so while the console's server does not answer. */
function Connection() {
  const [isConnected, setConnected] = useState(true);
  useEffect(() => onConnected(setConnected), []);
  return isConnected ? null : (
    <p class="notice" role="alert">
      The console does not answer. What is shown may be out of date; it goes on by itself when the console
      runs again. One that was started anew has a new address, which has to be opened once.
    </p>
  );
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main input[type=search]')?.focus();
}
