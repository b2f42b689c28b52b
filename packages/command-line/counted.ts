/**
 * A number and what there is so many of, for messages.
 *
 * @param many - for plurals that are not made by an `s`.
 * @example counted(1, 'order') // '1 order'
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
