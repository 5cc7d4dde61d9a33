/**
 * `npm run screenshots [-- PAGE…]`: writes every page (or those named) in every state, on a wide screen and on a phone, to
 * `.cache/screenshots/<page>-<state>-<width>.png`, and prints the files.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { pageRoutes, readClientBuild } from "../../bench/clientBuild";
import { buildIfStale, repository } from "../../sandbox/run/build";
import { type FramedApp, phone, startFramedApp, type Viewport, type Visit, wide } from "../browser/framed";
import { type AppPageName, appPages } from "../browser/pages";
import { type Situation, type SituationName, situations } from "./situations";
import { type PageState, pageStates } from "./states";

/** What a page that is open asks the app for when a link is followed. */
const dataRequests = /\.data$/;
/** No picture is higher, in pixels. */
const highest = 8_000;

const folder = join(repository, ".cache/screenshots");
const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>) => Object.keys(table) as Name[];

await buildIfStale(log);
const asked = process.argv.slice(2);
const pages = pagesToTake(asked);
if (asked.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const situation of namesOf(situations)) {
  const shots = pages.flatMap((page) =>
    pageStates[page].filter((state) => state.situation === situation).map((state) => ({ page, state })),
  );
  if (shots.length > 0) await takeAll(situation, shots);
}

interface Shot {
  readonly page: AppPageName;
  readonly state: PageState;
}

function pagesToTake(asked: readonly string[]): AppPageName[] {
  const known = namesOf(appPages);
  const unknown = asked.find((name) => !known.some((page) => page === name));
  if (unknown !== undefined) throw new Error(`No page ${unknown}: there are ${known.join(", ")}.`);
  const built = pageRoutes(readClientBuild());
  return known
    .filter((page) => asked.length === 0 || asked.includes(page))
    .filter((page) => {
      const isBuilt = built.includes(appPages[page].route);
      if (!isBuilt) log(`${page}: left out, the build has no ${appPages[page].route}`);
      return isBuilt;
    });
}

async function takeAll(name: SituationName, shots: readonly Shot[]): Promise<void> {
  const situation: Situation = situations[name];
  const framed = await startFramedApp(await situation.store());
  try {
    for (const fault of situation.faults) await framed.control("/faults", fault);
    const first = await framed.enter(wide);
    await situation.reach(first);
    for (const webhook of situation.webhooks ?? []) await framed.control("/webhooks", webhook);
    await first.leave();
    for (const shot of shots) {
      for (const viewport of [wide, phone]) console.log(await take(framed, shot, viewport));
    }
  } finally {
    await framed.stop();
  }
}

/** Resolves to the picture's file. */
async function take(framed: FramedApp, { page, state }: Shot, viewport: Viewport): Promise<string> {
  const file = join(folder, `${page}-${state.name}-${String(viewport.width)}.png`);
  const visit = await framed.enter(viewport);
  const path = `${appPages[page].path(framed.store)}${state.parameters ?? ""}`;
  if (state.broken) await breakRequests(visit, state.broken);
  if (state.arrival === "opened") {
    await visit.open(path);
  } else {
    // By a link of a page that is open already: an address that is opened without an answer shows nothing of ours.
    await visit.open(path === "/app" ? "/app/settings" : "/app");
    await visit.settled();
    await breakRequests(visit, dataRequests);
    await follow(visit, path);
  }
  await visit.app.getByRole("heading", { level: 1 }).first().waitFor();
  await state.act?.(visit);
  await visit.settled();
  await stretch(visit, viewport);
  await visit.settled();
  await visit.page.screenshot({ path: file, animations: "disabled" });
  await visit.leave();
  return file;
}

async function breakRequests({ page }: Visit, paths: RegExp): Promise<void> {
  await page.route(
    ({ pathname }) => paths.test(pathname),
    (route) => route.abort(),
  );
}

/** As a link of ours would. */
async function follow(visit: Visit, path: string): Promise<void> {
  await visit.frame().evaluate((to) => {
    const { __remixRouter: router } = window as unknown as {
      __remixRouter: { navigate(to: string): Promise<void> };
    };
    return router.navigate(to);
  }, path);
}

/** Makes the window so high that nothing of the framed page is hidden. */
async function stretch({ page, frame }: Visit, { width, height }: Viewport): Promise<void> {
  const hidden = await frame().evaluate(
    () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
  );
  await page.setViewportSize({ width, height: Math.min(highest, height + hidden) });
}
