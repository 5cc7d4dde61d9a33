/** A customer as a search for one offers them. Shared with the browser. */
export interface FoundCustomer {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly city: string | null;
}
