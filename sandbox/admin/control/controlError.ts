/** A control request that cannot be done; the status and message go back to whoever asked. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
