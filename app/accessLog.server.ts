import { createRequire } from "node:module";

interface Morgan {
  token(name: string, value: (request: { originalUrl?: string; url?: string }) => string): void;
}

/**
 * remix-serve logs every request with its whole address, and the pages inside the admin carry a session token in it.
 * Its logger (morgan, one per process) is told to leave the query out. Resolved from where remix-serve resolves it, so
 * that it is the same one; without remix-serve there is nothing to do.
 */
export function leaveQueriesOutOfAccessLog(): void {
  const require = createRequire(import.meta.url);
  try {
    const morgan = createRequire(require.resolve("@remix-run/serve/package.json"))("morgan") as Morgan;
    morgan.token("url", (request) => (request.originalUrl ?? request.url ?? "").replace(/\?.*$/s, ""));
  } catch {
    // Another server, with another access log.
  }
}
