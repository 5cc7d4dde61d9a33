import { enqueue } from "~/jobs/queue.server";

/** The kind of the job that brings the stored members up to date (`refreshSegments.server.ts`). */
export const refreshKind = "refresh-segments";

/**
 * Asks for a shop's segments to be brought up to date. The job looks itself at what is out of date, so asking twice, or for two
 * reasons, loses nothing.
 */
export async function askForRefresh(shop: string): Promise<void> {
  await enqueue(refreshKind, { shop, payload: {} });
}
