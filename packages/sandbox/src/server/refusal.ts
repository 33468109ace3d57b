/** A request that the vendor refuses. Rules and the contract throw it, and the server turns it into the vendor's error body. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** The HTTP status to answer with. */
  readonly status: number;
  /** The id of the rule, in the vendor's table of rules. */
  readonly rule: string;

  constructor(status: number, rule: string, message: string) {
    super(message);
    this.status = status;
    this.rule = rule;
  }
}
