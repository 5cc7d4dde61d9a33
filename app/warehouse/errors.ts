/**
 * A statement that the warehouse's database refused, or a database that could not be opened. The message names the
 * shop and the kind of fault and never carries cell values, so it may be logged.
 */
export class WarehouseError extends Error {
  override readonly name: string = "WarehouseError";
  constructor(
    readonly shop: string,
    /** The database's own name of the fault, such as `Constraint Error`. */
    readonly kind: string,
    reason: string,
  ) {
    super(`Warehouse of ${shop}: ${reason}`);
  }
}

/** The warehouse's database cannot be reached at the moment. Nothing was changed; the same may work a little later. */
export class WarehouseUnavailableError extends WarehouseError {
  override readonly name = "WarehouseUnavailableError";
  /** @param outage in a few words, as `outageOf` finds them */
  constructor(shop: string, kind: string, outage: string) {
    super(shop, kind, `its database ${outage}; it will be tried again.`);
  }
}
