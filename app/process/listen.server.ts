import { createServer, type Server } from "node:http";

import type { RequestListener } from "node:http";

export interface Address {
  readonly port: number;
  /** All addresses of the machine unless given. */
  readonly host?: string | undefined;
}

/**
 * Answers HTTP at an address.
 *
 * @throws where it cannot be listened on (taken, or not this machine's).
 */
export async function listen(answer: RequestListener, { port, host }: Address): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return server;
}

/** How often connections that have become idle are looked for, in milliseconds. */
const idleCheckMs = 50;

/** Accepts no further connection; resolves once every request under way has its answer. */
export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Node closes those connections that are idle at this moment, and would wait for the others to be let go of.
    const idle = setInterval(() => {
      server.closeIdleConnections();
    }, idleCheckMs);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
  });
}
