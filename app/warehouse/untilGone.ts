import type { Connection } from "./engine";

/** A connection for somebody who may go away: once they have, no further statement is begun. */
export function untilGone(connection: Connection, signal: AbortSignal): Connection {
  return {
    async all(query) {
      signal.throwIfAborted();
      return connection.all(query);
    },
    async *pages(query) {
      signal.throwIfAborted();
      yield* connection.pages(query);
    },
    async run(query) {
      signal.throwIfAborted();
      return connection.run(query);
    },
  };
}
