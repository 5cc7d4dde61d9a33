import type { Connection } from "~/warehouse/engine";
import { countAwaited } from "~/warehouse/loading/awaited.server";
import { recordTables } from "~/warehouse/loading/records";

import type { Awaited } from "./health";

/** What Shopify is still to be asked for, by kind. */
export async function awaitedOf(connection: Connection): Promise<Awaited[]> {
  const counts = await countAwaited(connection);
  return recordTables.flatMap((kind) => {
    const waiting = counts.get(kind);
    return waiting ? [{ kind, records: waiting.records, since: waiting.since.toISOString() }] : [];
  });
}
