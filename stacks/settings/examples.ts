/** Names that nobody can own (RFC 2606), and the account of AWS's own documentation. */
const EXAMPLE = /(^|[.@/])example(\.(com|org|net))?([/,]|$)|123456789012/;

/** The settings that still have the examples which the files of stages come with. */
export const examplesIn = (
  given: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): string[] =>
  names
    .filter((name) => EXAMPLE.test(given[name] ?? ''))
    .map((name) => `${name} is still the example "${given[name]}"`);
