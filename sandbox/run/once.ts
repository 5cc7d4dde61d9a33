import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { browserUserAgent } from "./browser";
import type { SandboxWithApp } from "./sandboxWithApp";

/** What the app answers at /app/progress, as far as it is read here. */
const progressSchema = z.object({
  state: z.enum(["running", "failed", "done"]),
  phases: z.array(
    z.object({
      phase: z.string(),
      state: z.enum(["waiting", "running", "done", "failed"]),
      done: z.number(),
      total: z.number().nullable(),
      seconds: z.number(),
    }),
  ),
  failure: z.object({ phase: z.string(), what: z.string(), action: z.string() }).nullable(),
});
type Progress = z.infer<typeof progressSchema>;

/** What the app answers at /app/figures.json, as far as it is read here. */
const figuresSchema = z.object({
  counts: z.object({ customers: z.number(), buyers: z.number(), orders: z.number(), lines: z.number() }),
  figures: z.object({ groups: z.array(z.object({ group: z.string(), customers: z.number() })) }).nullable(),
});

export interface OnceReport {
  readonly store: string;
  readonly customers: number;
  readonly buyers: number;
  readonly orders: number;
  readonly lines: number;
  /** Customers by RFM group. */
  readonly groups: Readonly<Record<string, number>>;
  /** Wall time by phase of the sync. */
  readonly seconds: Readonly<Record<string, number>>;
}

const pollMs = 250;
/** The app tells a sync that does not end by itself; this only bounds an app that tells nothing. */
const patienceMinutes = 30;

/** Opens the framed page as the merchant's browser does, which installs the app. */
async function install(running: SandboxWithApp): Promise<void> {
  let address = await running.framedUrl("/app");
  for (let redirects = 0; redirects < 5; redirects += 1) {
    const response = await fetch(address, {
      redirect: "manual",
      headers: { "User-Agent": browserUserAgent },
    });
    await response.arrayBuffer();
    if (response.ok) return;
    const location = response.headers.get("Location");
    const { pathname } = new URL(address);
    if (location === null) {
      throw new Error(`Opening the app failed: ${pathname} answered ${String(response.status)}.`);
    }
    address = new URL(location, address).href;
    if (!new URL(address).searchParams.has("id_token")) {
      throw new Error(
        `Opening the app failed: it did not accept the session token and led to ${new URL(address).pathname}.`,
      );
    }
  }
  throw new Error("Opening the app failed: it redirected five times.");
}

/** Asks the app as App Bridge's fetch does, with a fresh session token. */
async function ask<T>(running: SandboxWithApp, path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(new URL(path, running.app().url), {
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${await running.sessionToken()}`,
      "User-Agent": browserUserAgent,
    },
  });
  if (!response.ok) throw new Error(`The app answered ${String(response.status)} for ${path}.`);
  return schema.parse(await response.json());
}

function describe({ phases }: Progress): string {
  return phases
    .filter(({ state }) => state !== "waiting")
    .map(({ phase, done, total }) => `${phase} ${String(done)}${total === null ? "" : `/${String(total)}`}`)
    .join(", ");
}

/**
 * Opens the app, which installs it and starts its first sync, and follows the sync until `reached` says so.
 *
 * @throws when the app cannot be opened, the sync fails, or nothing comes of it within half an hour.
 */
export async function openProgress(
  running: SandboxWithApp,
  reached: (progress: Progress) => boolean,
  log: (line: string) => void = () => undefined,
): Promise<Progress> {
  await install(running);
  const deadline = performance.now() + patienceMinutes * 60_000;
  let said = "";
  while (performance.now() < deadline) {
    const progress = await ask(running, "/app/progress", progressSchema.nullable());
    if (progress?.failure) {
      const { phase, what, action } = progress.failure;
      throw new Error(`The sync failed in its phase "${phase}": ${what} ${action}`);
    }
    const now = progress === null ? "" : describe(progress);
    if (now !== said) log(`Sync: ${now}`);
    said = now;
    if (progress !== null && reached(progress)) return progress;
    await sleep(pollMs);
  }
  throw new Error(`The sync did not end within ${String(patienceMinutes)} minutes; last seen: ${said}`);
}

/**
 * The whole job without a browser, through the app's own pages only: install, wait for the first sync and its scores,
 * read what came of it.
 *
 * @throws when the app cannot be opened, ends, or its sync fails.
 */
export async function runOnce(
  running: SandboxWithApp,
  store: string,
  log: (line: string) => void,
): Promise<OnceReport> {
  const appEnded = running.app().ended.then((how) => {
    throw new Error(`The app ended while it worked (${how}); its log says why.`);
  });
  const work = async (): Promise<OnceReport> => {
    const { phases } = await openProgress(running, ({ state }) => state === "done", log);
    const { counts, figures } = await ask(running, "/app/figures.json", figuresSchema);
    if (figures === null) throw new Error("The sync ended, but the app has scored no customers.");
    return {
      store,
      ...counts,
      groups: Object.fromEntries(figures.groups.map(({ group, customers }) => [group, customers])),
      seconds: Object.fromEntries(phases.map(({ phase, seconds }) => [phase, seconds])),
    };
  };
  return Promise.race([work(), appEnded]);
}
