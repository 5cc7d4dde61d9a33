/** A request that the sandbox answered. Never a token, a body or a query's values. */
export interface RequestLogEntry {
  at: string;
  shop: string | null;
  method: string;
  path: string;
  status: number;
  /** For GraphQL: the operation's name and its top-level fields. */
  operation?: string;
  rootFields?: string[];
  requestedCost?: number;
  actualCost?: number | null;
  fault?: string;
}

const KEPT = 2000;

/** Adds an entry and forgets the oldest. */
export function logRequest(log: RequestLogEntry[], entry: RequestLogEntry): void {
  log.push(entry);
  if (log.length > KEPT) log.splice(0, log.length - KEPT);
}
