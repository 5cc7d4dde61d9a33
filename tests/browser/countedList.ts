import type { Visit } from "./framed";

/** Milliseconds: a first sync, and the first search for everybody's members. */
export const untilSynced = 90_000;

/** Opens the list of segments, and waits until every active one has been counted. */
export async function openCountedList(visit: Visit, address = ""): Promise<void> {
  const { app } = visit;
  await visit.open(`/app/segments${address}`);
  await app.getByLabel("Search segments").waitFor({ timeout: untilSynced });
  await app
    .getByText(/Updating…|Not counted yet/)
    .first()
    .waitFor({ state: "detached", timeout: untilSynced });
}

/** The row of a segment in the list. */
export function listRow({ app }: Visit, name: string) {
  return app.getByRole("row").filter({ has: app.getByRole("link", { name, exact: true }) });
}

/** Members of a segment as the list tells them. */
export async function listedMembers(visit: Visit, name: string): Promise<number> {
  const text = await listRow(visit, name)
    .getByText(/^[\d,]+ members?$/)
    .innerText();
  return Number(text.replaceAll(/\D/g, ""));
}
