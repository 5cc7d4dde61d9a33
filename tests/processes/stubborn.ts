/** A process whose job never gives up, for the tests of how a process ends. Says its port once it listens. */
import { closed, listen } from "~/process/listen.server";
import type { Lifecycle } from "~/process/phase";
import { endOnSignal } from "~/process/stop.server";

const lifecycle: Lifecycle = { phase: "ready" };
const server = await listen((_request, response) => response.end(lifecycle.phase), {
  port: 0,
  host: "localhost",
});
endOnSignal({
  lifecycle,
  servers: [server],
  stopJobs: () => new Promise(() => undefined),
  closeDatabases: () => closed(server),
});
console.log("listening");
