import type { SyncPhase, SyncProgress } from "~/history/progress";

/** What a phase does and what it counts, in the merchant's words. */
export const phaseWording: Readonly<
  Record<SyncPhase, { readonly title: string; readonly unit: string | null }>
> = {
  shop: { title: "Read your store's currency and timezone", unit: null },
  products: { title: "Bring in products", unit: "products" },
  customers: { title: "Bring in customers", unit: "customers" },
  orders: { title: "Bring in orders", unit: "orders" },
  checkouts: { title: "Bring in abandoned checkouts", unit: "checkouts" },
  load: { title: "Put your history in order", unit: "records" },
  score: { title: "Score every customer", unit: "customers" },
};

/** How much of a sync is behind us, 0 to 100: every phase weighs the same, a running one by its objects where the total is known. */
export function percentDone(progress: SyncProgress): number {
  if (progress.state === "done") return 100;
  const parts = progress.phases.map(({ state, done, total }) => {
    if (state === "done") return 1;
    return total === null || total === 0 ? 0 : Math.min(done / total, 1);
  });
  return Math.floor((100 * parts.reduce((sum, part) => sum + part, 0)) / Math.max(parts.length, 1));
}

/** An estimate in words that claim no more precision than it has. */
export function timeLeft(seconds: number): string {
  if (seconds < 10) return "a few seconds left";
  if (seconds < 55) return `about ${String(Math.ceil(seconds / 10) * 10)} seconds left`;
  const minutes = Math.round(seconds / 60);
  if (minutes <= 1) return "about a minute left";
  if (minutes < 90) return `about ${String(minutes)} minutes left`;
  return `about ${String(Math.round(minutes / 60))} hours left`;
}

/** What a screen reader is told: it changes with each phase and each quarter, not each second. */
export function spokenSummary(progress: SyncProgress): string {
  if (progress.state === "done") return "Your history is in and every customer is scored.";
  if (progress.state === "failed")
    return "Bringing in your history has stopped. The reason is shown on the page.";
  const quarter = Math.floor(percentDone(progress) / 25) * 25;
  const running = progress.phases.filter((phase) => phase.state === "running");
  const titles = running.map((phase) => phaseWording[phase.phase].title).join(", ");
  return `${titles === "" ? "Getting ready" : titles}. ${String(quarter)} percent of the work is done.`;
}
