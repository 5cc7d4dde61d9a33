import { type Background, startBackground } from "~/background.server";
import { environment } from "~/state/environment.server";

import { roles } from "./roles";
import { endUnstarted, openEverything } from "./start.server";

const registry = globalThis as { quintileBackground?: Promise<Background | undefined> };

/**
 * Starts what runs beside the pages under `npm run dev`, whose server is Vite's: once, however often it loads the app anew. On
 * SIGTERM and SIGINT the jobs that run are given back before the process ends.
 */
export function startBesideVite(): void {
  if (registry.quintileBackground !== undefined) return;
  const background = openEverything()
    .then((db) => (roles[environment().ROLE].jobs ? startBackground(db) : undefined))
    .catch(endUnstarted);
  registry.quintileBackground = background;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void background.then((started) => started?.stop()).finally(() => process.exit(0));
    });
  }
}
