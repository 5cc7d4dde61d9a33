/**
 * The stand-in for Shopify of all shops, in a process of its own: it takes as much processor time as a worker, and its event loop
 * is not to be that of whoever watches. Says its address once it listens.
 */
import { configuration } from "../../sandbox/run/appConfiguration";
import { createSandbox } from "../../sandbox/server";
import { generateStore } from "../../sandbox/stores/generate";
import { allScopes, clientId, clientSecret } from "../../tests/sync/harness";
import { type ShopsOfSize, shopsOf, undisturbedShop } from "./fleet";

export interface SandboxArguments {
  readonly fleet: readonly ShopsOfSize[];
  /** Where the app answers webhooks. */
  readonly appUrl: string;
}

const { fleet, appUrl } = JSON.parse(process.argv[2] ?? "") as SandboxArguments;
const now = new Date();
// Each size once, whatever the number of its shops: 200 stores of their own would not fit into memory.
const stores = fleet.flatMap((size) => {
  const store = generateStore({ seed: 7, customers: size.customers, now });
  return [undisturbedShop(size), ...shopsOf(size)].map((myshopifyDomain) => ({
    ...store,
    shop: { ...store.shop, myshopifyDomain },
  }));
});
const { webhooks } = configuration;
const sandbox = await createSandbox({ stores, clientId, clientSecret, scopes: allScopes, appUrl, webhooks });
process.once("SIGTERM", () => {
  void sandbox.close().then(() => process.exit(0));
});
process.stdout.write(`${sandbox.url}\n`);
