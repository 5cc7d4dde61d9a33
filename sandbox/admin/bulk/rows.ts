import type { AdminContext } from "../context";
import { project, type JsonRow, type ProjectedConnection } from "./projection";

export interface BulkRow {
  row: JsonRow;
  isRoot: boolean;
}

/** A top-level object and, as rows of their own that name it in `__parentId`, the objects of its nested connections. */
export function* bulkRows(
  connection: ProjectedConnection,
  source: { id: string },
  context: AdminContext,
  parentId?: string,
): Generator<BulkRow> {
  const row = project(connection.node, source, context);
  if (parentId !== undefined) row.__parentId = parentId;
  yield { row, isRoot: parentId === undefined };
  for (const nested of connection.node.connections) {
    for (const child of connectionRows(nested, source, context)) {
      yield* bulkRows(nested, child, context, source.id);
    }
  }
}

/** All objects of a connection; `first`, cursors and pages mean nothing in a bulk query. Throws what refuses the field. */
export function connectionRows(
  { plan, args }: ProjectedConnection,
  source: unknown,
  context: AdminContext,
): readonly { id: string }[] {
  const refusal = plan.refusal(context);
  if (refusal) throw refusal;
  const rows = plan.rows?.(source, args, context).rows ?? [];
  return args.reverse === true ? [...rows].reverse() : rows;
}
