/** What is billed of an order. */
export const KINDS = [
  'apiRequests',
  'transitions',
  'invocations',
  'calls',
  'writeUnits',
  'readUnits',
  'publishes',
  'messages',
  'emails',
  'logBytes',
  'metricLines',
  'metricSeries',
] as const;

export type Kind = (typeof KINDS)[number];

/** How an order can end, as it is counted. */
export const OUTCOMES = ['confirmed', 'rejected', 'refused', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What an order took, by kind and by who took it: a function, with its table or operation where that tells more. */
export type Figures = Record<Kind, Record<string, number>>;

/** Times and ids make a line longer or shorter. */
const LOG_TOLERANCE = 1.1;

/** All that was counted of a kind. */
export const total = (figures: Figures, kind: Kind): number =>
  Object.values(figures[kind]).reduce((sum, count) => sum + count, 0);

/** What has grown, a line each that names who took more than is written down. */
export function growth(written: Figures, counted: Figures): string[] {
  return KINDS.flatMap((kind) =>
    Object.entries(counted[kind]).flatMap(([who, count]) => {
      const was = written[kind]?.[who] ?? 0;
      const most = kind === 'logBytes' ? was * LOG_TOLERANCE : was;
      return count > most ? [`${kind} of ${who}: ${count}, and ${was} is written down`] : [];
    }),
  );
}

/** Of two counts of the same, the smaller of each figure: what was tried again is in one of them only. */
export function smaller(one: Figures, other: Figures): Figures {
  return Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      Object.fromEntries(
        Object.entries(one[kind]).flatMap(([who, count]) => {
          const too = other[kind][who];
          return too === undefined ? [] : [[who, Math.min(count, too)]];
        }),
      ),
    ]),
  ) as Figures;
}
