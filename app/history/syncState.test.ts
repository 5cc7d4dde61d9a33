import { expect, it } from "vitest";

import { syncPhases } from "./progress";
import { bulkKinds, bulkStates, freshBulks, freshPhases, phaseStates } from "./syncState";

it("reads a run that was written down before there were abandoned checkouts as one that has them to do yet", () => {
  const { checkouts: phase, ...phases } = freshPhases();
  const { checkouts: bulk, ...bulks } = freshBulks();
  const written = Object.fromEntries(
    Object.entries(bulks).map(([kind, state]) => [kind, { ...state, denied: undefined }]),
  );
  const readPhases = phaseStates.parse(JSON.parse(JSON.stringify(phases)));
  const readBulks = bulkStates.parse(JSON.parse(JSON.stringify(written)));
  expect(Object.keys(readPhases).sort()).toEqual([...syncPhases].sort());
  expect(Object.keys(readBulks).sort()).toEqual([...bulkKinds].sort());
  expect(readPhases.checkouts).toEqual(phase);
  expect(readBulks.checkouts).toEqual(bulk);
  expect(readBulks.orders).toMatchObject({ denied: false });
});

it("refuses a phase or a kind that it does not know", () => {
  expect(phaseStates.safeParse({ ...freshPhases(), dreams: freshPhases().shop }).success).toBe(false);
  expect(bulkStates.safeParse({ ...freshBulks(), dreams: freshBulks().orders }).success).toBe(false);
});
