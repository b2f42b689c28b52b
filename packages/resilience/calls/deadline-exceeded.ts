/** The call was not over in the time that its caller has. */
export class DeadlineExceeded extends Error {
  override name = 'DeadlineExceeded';
  readonly service: string;

  constructor(service: string, afterMs: number) {
    super(`${service} did not answer within ${Math.round(afterMs)} ms`);
    this.service = service;
  }
}
