/** A text as one word of a shell of the Bourne family. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
