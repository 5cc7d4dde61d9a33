import { type AppPageName, segmentId } from "../browser/pages";
import type { Visit } from "../browser/framed";
import type { SituationName } from "./situations";

/** A state in which a page is looked at. */
export interface PageState {
  readonly name: string;
  readonly situation: SituationName;
  /** Added to the page's path: a search, a tab. */
  readonly parameters?: string;
  /** How the page is come by: opened, or led to from another one while the app does not answer. */
  readonly arrival: "opened" | "without-answer";
  /** Paths that are not answered from the start. */
  readonly broken?: RegExp;
  /** Done on the open page before the picture is taken. */
  readonly act?: (visit: Visit) => Promise<void>;
}

function opened(situation: SituationName, name: string = situation): PageState {
  return { name, situation, arrival: "opened" };
}

const usual: readonly PageState[] = [
  opened("full"),
  opened("empty"),
  opened("no-orders"),
  opened("waiting"),
  { name: "failing", situation: "full", arrival: "without-answer" },
];

function further(name: string, state: Pick<PageState, "parameters" | "broken" | "act">): PageState {
  return { ...opened("full", name), ...state };
}

const uncheckUnpaid = ({ app }: Visit) => app.getByLabel("Count orders that are not paid yet").uncheck();

/** A customer is forgotten and files are to be downloaded: opened anew until it says so. */
async function untilDealtWith(visit: Visit): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const said = [visit.app.getByText("Done", { exact: true }), visit.app.getByText("For you to do")];
    if ((await Promise.all(said.map((text) => text.count()))).every((count) => count > 0)) return;
    await visit.page.waitForTimeout(1_000);
    await visit.open("/app/privacy");
    await visit.app.getByRole("heading", { level: 1 }).first().waitFor();
  }
}

/** Every page's states. */
export const pageStates: Readonly<Record<AppPageName, readonly PageState[]>> = {
  home: [...usual, opened("sync-failed")],
  segments: [
    ...usual,
    further("nothing-found", {
      act: ({ app }) => app.getByLabel("Search segments").fill("nothing is called this"),
    }),
  ],
  "ready-made": usual,
  segment: [
    ...usual,
    further("customers", { parameters: "?tab=customers" }),
    further("rule", { parameters: "?tab=rule" }),
    further("activity", { parameters: "?tab=activity" }),
    further("nobody-found", { parameters: "?tab=customers&search=nobody+is+called+this" }),
  ],
  "builder-new": [
    ...usual,
    further("clone", { parameters: `?from=${segmentId("waiting_first_order")}` }),
    further("not-counted", {
      parameters: `?from=${segmentId("all_buyers")}`,
      broken: /^\/app\/segments\/preview\//,
    }),
  ],
  "builder-edit": usual,
  numbers: usual,
  overlap: usual,
  customer: usual,
  group: usual,
  compare: usual,
  settings: [
    ...usual,
    further("changed", { act: uncheckUnpaid }),
    further("effect-failing", { broken: /^\/app\/settings\/effect/, act: uncheckUnpaid }),
  ],
  "data-health": [
    ...usual,
    further("not-counted", { broken: /^\/app\/data-health\// }),
    further("checked", {
      act: async ({ app }) => {
        await app.getByRole("button", { name: "Check now" }).click();
        await app.getByText("Nothing was missing.").first().waitFor();
      },
    }),
  ],
  privacy: [
    opened("full"),
    { ...opened("privacy-requests"), act: untilDealtWith },
    { name: "failing", situation: "full", arrival: "without-answer" },
  ],
  missing: [opened("full")],
};
