/** The parts of a path. One whose percent-encoding is broken, as of an address that was cut off, stands as it is written. */
export const partsOf = (path: string): string[] => path.split('/').slice(1).map(decoded);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
