/** What the package tells in its compiled code alone. */
declare module 'asl-validator' {
  export default function validate(definition: object): { isValid: boolean; errors: object[] };
}
