import { createServer, type AddressInfo } from "node:net";

async function tryPort(port: number, host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return taken;
}

/** A port of this machine that nothing listens on just now. */
export function freePort(): Promise<number> {
  return tryPort(0, "localhost");
}

/**
 * The given port, if nothing listens on it. Asked for both kinds of loopback address: a browser tries either for
 * "localhost", and would show whatever else is there.
 *
 * @throws when something does.
 */
export async function mustBeFree(port: number): Promise<number> {
  for (const host of ["127.0.0.1", "::1"]) {
    try {
      await tryPort(port, host);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EADDRINUSE" || code === "EACCES") {
        throw new Error(`Port ${String(port)} is in use. End what uses it or choose another port.`, {
          cause: error,
        });
      }
      // A machine without IPv6 has no such address to listen on.
    }
  }
  return port;
}
