/** A process that applies webhooks until it is killed; started by `killed.test.ts`. Says "ready" when it begins. */
import { applyWebhooks } from "~/history/apply/applyWebhooks.server";
import { fetchChanged } from "~/history/fetchChanged.server";
import { startWorker } from "~/jobs/worker.server";
import { state } from "~/state/client.server";

// A short lease, so that the next process need not wait long for what a killed one held.
startWorker({ db: await state(), definitions: [applyWebhooks, fetchChanged], leaseMs: 300, pollMs: 20 });
process.stdout.write("ready\n");
