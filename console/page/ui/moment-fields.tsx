interface Props {
  /** The address's query, in which both stand as the fields write them. */
  query: URLSearchParams;
  set(changes: { from: string } | { to: string }): void;
}

/** From when to when, in local time. `momentOf` reads them. */
export const MomentFields = ({ query, set }: Props) => (
  <>
    <label>
      From
      <input
        type="datetime-local"
        value={query.get('from') ?? ''}
        onChange={({ currentTarget }) => set({ from: currentTarget.value })}
      />
    </label>
    <label>
      To
      <input
        type="datetime-local"
        value={query.get('to') ?? ''}
        onChange={({ currentTarget }) => set({ to: currentTarget.value })}
      />
    </label>
  </>
);

/** A local time as a field writes it, in RFC 3339; undefined for none. */
export function momentOf(text: string | null | undefined): string | undefined {
  const time = text ? new Date(text) : undefined;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : undefined;
}
