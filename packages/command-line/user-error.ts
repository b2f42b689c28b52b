/**
 * An error that a person can do something about. Commands print it as one line, what happened and what to do,
 * and exit with 1; anything else that is thrown is a defect and is shown with its stack.
 *
 * @example throw new UserError('port 4566 is taken by process 812', 'stop it, or set ENGINE_PORT to a free port');
 */
export class UserError extends Error {
  override name = 'UserError';
  readonly remedy: string;

  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(what, options);
    this.remedy = remedy;
  }

  /** The one line that is printed. */
  get line(): string {
    return `${this.message}: ${this.remedy}`;
  }
}
