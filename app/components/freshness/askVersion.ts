import type { Heard } from "./watchVersion";

/** A connection that neither answers nor breaks is given up, so that the next try has its turn. */
const patienceMs = 10_000;

/** Of nobody who is signed in, of a shop that is not known, and of an app that was replaced by one without this address. */
const over: readonly number[] = [401, 404, 410];

/** Asks the app for the version of the shop's data. App Bridge adds the session token. Never throws. */
export async function askVersion(signal: AbortSignal): Promise<Heard> {
  const giveUp = new AbortController();
  const abort = () => {
    giveUp.abort();
  };
  const timer = setTimeout(abort, patienceMs);
  signal.addEventListener("abort", abort);
  try {
    const response = await fetch("/app/changes", {
      headers: { Accept: "application/json" },
      signal: giveUp.signal,
    });
    if (over.includes(response.status)) return { kind: "over" };
    const { version } = (await response.json()) as { readonly version?: unknown };
    return response.ok && typeof version === "string" ? { kind: "version", version } : { kind: "failed" };
  } catch {
    return { kind: "failed" };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
