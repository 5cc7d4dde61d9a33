import type { Collection } from "../collection";
import { ControlError } from "./controlError";

/** A row by its global id. Throws 404 where there is none. `what`: "order". */
export function find<Row extends { id: string }>(collection: Collection<Row>, what: string, id: string): Row {
  const row = collection.byId.get(id);
  if (!row) throw new ControlError(404, `There is no ${what} ${id}`);
  return row;
}
