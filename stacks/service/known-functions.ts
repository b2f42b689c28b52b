export interface DeclaredFunction {
  service: string;
  /** What it is called in AWS. */
  name: string;
}

const functions: DeclaredFunction[] = [];

/** Notes a function of a service. */
export const noteFunction = (declared: DeclaredFunction): number => functions.push(declared);

/** Every function that was declared so far, by name. */
export const knownFunctions = (): DeclaredFunction[] =>
  functions.toSorted((a, b) => a.name.localeCompare(b.name));
