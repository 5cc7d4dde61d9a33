import { resealPrivacy } from "~/privacy/resealPrivacy.server";
import { resealSecrets } from "~/shopify/resealSecrets.server";
import { type State, state } from "~/state/client.server";
import { log } from "~/state/log.server";
import { outageOf } from "~/state/outage";
import { keyRing } from "~/state/secrets.server";

import { openPatiently } from "./openPatiently.server";

/**
 * Opens what every process needs, whatever its role: the state database of this version of the app, and keys that open what it
 * holds.
 *
 * @throws {MigrationError} where the database is not one that this version can work with.
 * @throws {SecretError} where a key is missing.
 * @throws what the driver throws, where the database could not be reached for a minute.
 */
export async function openEverything(): Promise<State> {
  const ring = keyRing();
  return openPatiently(async () => {
    const db = await state();
    const resealed = (await resealSecrets(db, ring)) + (await resealPrivacy(db, ring));
    if (resealed > 0) log().info({ resealed }, "Stored secrets were sealed anew with the current key.");
    return db;
  });
}

/** Ends a process that cannot start, with exit code 1 and the reason as the last line of its log. */
export function endUnstarted(error: unknown): never {
  const outage = outageOf(error);
  const failure =
    outage === null
      ? error instanceof Error
        ? `${error.name}: ${error.message}`
        : "not an error"
      : `The state database ${outage}. Look at DATABASE_URL and whether the database runs.`;
  // A fatal line is written before the call returns.
  log().fatal({ failure }, "Quintile cannot start.");
  process.exit(1);
}
