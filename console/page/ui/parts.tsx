import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { agoText, timeText } from '../lib/format.ts';

/** How something stands. The colour is never the only sign: the word is there too. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'quiet';

export const Badge = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`badge ${tone}`}>{children}</span>
);

/** A moment. Its date and milliseconds are in the title. */
export const Time = ({ at, ms = false }: { at: string; ms?: boolean }) => (
  <time dateTime={at} title={at}>
    {timeText(at, ms)}
  </time>
);

/** How long ago something was, kept true while it is looked at. */
export function Ago({ at }: { at: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={at}>
      {agoText(at)}
    </time>
  );
}

/** Copies a text to the clipboard, and says that it did. */
export function Copy({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" class="small" onClick={() => void copy()}>
      <span aria-live="polite">{done ? 'Copied' : label}</span>
    </button>
  );
}

/** A value as JSON, with a button that copies it. */
export function Json({ value, label = 'JSON' }: { value: unknown; label?: string }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <figure class="json" aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <pre tabIndex={0}>{text ?? 'undefined'}</pre>
      <Copy text={text ?? ''} />
    </figure>
  );
}

/** Names and what belongs to them. What is undefined is left out. */
export const Facts = ({ of }: { of: Record<string, ComponentChildren> }) => (
  <dl class="facts">
    {Object.entries(of).map(([name, value]) =>
      value === undefined || value === null ? null : (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
);

/** Names and their values where both are text of others, as headers are. */
export const Pairs = ({ of }: { of: readonly (readonly [name: string, value: string])[] }) => (
  <table class="pairs">
    <tbody>
      {of.map(([name, value]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td class="mono break">{value}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** A part of a page with its heading and what can be done there. */
export const Section = ({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) => (
  <section class="section">
    <header>
      <h2>{title}</h2>
      {actions && <div class="actions">{actions}</div>}
    </header>
    {children}
  </section>
);
