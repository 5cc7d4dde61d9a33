/**
 * How an error says that a database cannot be used for the moment, and why; all else is a fault of a statement or of ours. The
 * words are for the log and for whoever asks whether a process is ready: nothing of an address, a user or a value is in them.
 */
const signs: Readonly<Record<string, string>> = {
  // Prisma's own codes (https://www.prisma.io/docs/orm/reference/error-reference).
  P1001: "cannot be reached",
  P1002: "does not answer in time",
  P1008: "does not answer in time",
  P1017: "closed the connection",
  P2024: "has no connection free",
  P2037: "has no connection free",
  // Its adapters' names, which come without a code out of raw statements and out of the first connection.
  DatabaseNotReachable: "cannot be reached",
  SocketTimeout: "does not answer in time",
  ConnectionClosed: "closed the connection",
  TooManyConnections: "has no connection free",
  // PostgreSQL's (https://www.postgresql.org/docs/15/errcodes-appendix.html), as the adapter or `pg` itself hands them on.
  "08000": "cannot be reached",
  "08001": "cannot be reached",
  "08003": "closed the connection",
  "08006": "closed the connection",
  "53300": "has no connection free",
  "57P01": "is being shut down",
  "57P02": "is being shut down",
  "57P03": "is starting",
  // The network's, where the adapter has no name for them.
  ECONNREFUSED: "cannot be reached",
  ECONNRESET: "closed the connection",
  EPIPE: "closed the connection",
  ETIMEDOUT: "does not answer in time",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
  ENOTFOUND: "cannot be reached",
  EAI_AGAIN: "cannot be reached",
  // The warehouse's (`app/warehouse/errors.ts`).
  WarehouseUnavailableError: "cannot be reached",
  // The inbox's (`app/history/inbox/groupCommit.ts`): more comes in than the state database takes.
  InboxFullError: "cannot keep up",
};

/** What `pg` and Prisma say without any code. */
const messages: readonly (readonly [RegExp, string])[] = [
  [/^Connection terminated/, "closed the connection"],
  [/^Client has encountered a connection error/, "closed the connection"],
  [/^timeout exceeded when trying to connect/, "has no connection free"],
  [/Unable to start a transaction in the given time/, "has no connection free"],
];

/**
 * Says what keeps a database from being used, where that is what an error is about.
 *
 * @returns null for every other error.
 */
export function outageOf(error: unknown): string | null {
  for (const each of causesOf(error)) {
    // What `fetch` throws is a TypeError, and its cause has the codes of the network too: no database's.
    if (each instanceof TypeError) return null;
    for (const name of namesOf(each)) {
      const found = Object.hasOwn(signs, name) ? signs[name] : undefined;
      if (found !== undefined) return found;
    }
    const { message } = each;
    const said =
      typeof message === "string" ? messages.find(([pattern]) => pattern.test(message)) : undefined;
    if (said) return said[1];
  }
  return null;
}

interface Said {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly originalCode?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

function namesOf({ name, code, kind, originalCode }: Said): string[] {
  return [name, code, kind, originalCode].filter((each) => typeof each === "string");
}

/** An error, then what it was caused by, to any depth that is still an explanation. */
function causesOf(error: unknown): Said[] {
  const chain: Said[] = [];
  for (
    let each = error;
    isSaid(each) && chain.length < 10;
    each = each.meta?.driverAdapterError ?? each.cause
  )
    chain.push(each);
  return chain;
}

function isSaid(error: unknown): error is Said {
  return typeof error === "object" && error !== null;
}
