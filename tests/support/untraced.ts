/** What a problem document says, without the id of the trace, which is another one for each request. */
export function untraced(problem: unknown): unknown {
  const { traceId: _, ...said } = problem as Record<string, unknown>;
  return said;
}
