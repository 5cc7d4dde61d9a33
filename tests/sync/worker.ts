/** A process that works on the sync's jobs until it is killed; started by `kill.test.ts`. Says "ready" when it begins. */
import { fullSync } from "~/history/fullSync.server";
import { startWorker } from "~/jobs/worker.server";
import { state } from "~/state/client.server";

// A short lease, so that the next process need not wait long for what a killed one held.
startWorker({ db: await state(), definitions: [fullSync], leaseMs: 1_000, pollMs: 100 });
process.stdout.write("ready\n");
