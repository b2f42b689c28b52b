import type { Problem } from './generated/types.gen.ts';

/** A problem document (RFC 9457) as an error: its fields, and a message that names the operation and the reason. */
export class ShopProblem extends Error implements Problem {
  override name = 'ShopProblem';
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly traceId: string;
  readonly errors: Problem['errors'];

  constructor(problem: Problem, request: string) {
    const where = problem.errors.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}`);
    super(`${request} answered ${problem.status}: ${[problem.detail, ...where].join('; ')}`);
    this.type = problem.type;
    this.title = problem.title;
    this.status = problem.status;
    this.detail = problem.detail;
    this.instance = problem.instance;
    this.traceId = problem.traceId;
    this.errors = problem.errors;
  }
}
