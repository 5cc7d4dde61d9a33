import { timestamp, type SandboxState } from "../state";

/** Moves a record's date to now: whole seconds, as Shopify keeps them, and never back. */
export function touch(state: SandboxState, record: { updatedAt: string }): void {
  const now = timestamp(state.now());
  if (Date.parse(now) > Date.parse(record.updatedAt)) record.updatedAt = now;
}
