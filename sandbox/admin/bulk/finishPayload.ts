import { timestamp } from "../state";
import type { BulkOperation } from "./operation";

/** The body of `bulk_operations/finish`: Shopify writes status, code and type in lower case here. */
export function finishPayload(operation: BulkOperation): Record<string, string | null> {
  const { id, createdAt, endedAt, errorCode, status } = operation;
  return {
    admin_graphql_api_id: id,
    completed_at: status === "CANCELED" || endedAt === null ? null : timestamp(endedAt),
    created_at: timestamp(createdAt),
    error_code: errorCode?.toLowerCase() ?? null,
    status: status.toLowerCase(),
    type: "query",
  };
}
