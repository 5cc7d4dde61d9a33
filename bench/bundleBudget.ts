/**
 * `tsx bench/bundleBudget.ts`, part of `npm run check`: what a first visit to each page downloads of the built app, gzipped as
 * it is sent, beside what the page may cost. Exits 1 where a page is over, or has no budget.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { type ClientBuild, firstVisit, pageRoutes, readClientBuild } from "./clientBuild";

interface Budget {
  /** kB (1,000 bytes) of JavaScript: entry, shell, the page, and everything that they import at once. */
  readonly script: number;
  /** kB of style sheets, Polaris' own (52) among them. */
  readonly style: number;
}

/** By route. Shopify's App Bridge, which every embedded app loads from Shopify, is in none of them. */
const budgets: Readonly<Record<string, Budget>> = {
  "routes/$": { script: 95, style: 0 },
  "routes/_index": { script: 95, style: 0 },
  "routes/auth.login": { script: 95, style: 0 },
  "routes/app.$": { script: 145, style: 55 },
  "routes/app._index": { script: 165, style: 58 },
  "routes/app.compare": { script: 165, style: 56 },
  "routes/app.customers.$id": { script: 190, style: 58 },
  "routes/app.data-health": { script: 175, style: 57 },
  "routes/app.groups.$group": { script: 170, style: 56 },
  "routes/app.privacy": { script: 145, style: 56 },
  "routes/app.segments.$id": { script: 210, style: 58 },
  "routes/app.segments.$id_.edit": { script: 230, style: 60 },
  "routes/app.segments.$id_.numbers": { script: 200, style: 57 },
  "routes/app.segments._index": { script: 175, style: 57 },
  "routes/app.segments.new": { script: 230, style: 60 },
  "routes/app.segments.overlap": { script: 175, style: 57 },
  "routes/app.segments.ready-made": { script: 175, style: 57 },
  "routes/app.settings": { script: 190, style: 55 },
};

const build = readClientBuild();
const lines = pageRoutes(build).map((route) => measure(build, route));
console.table(Object.fromEntries(lines.map(({ route, ...figures }) => [route, figures])));
const problems = lines.flatMap(complaints);
for (const problem of problems) console.log(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

interface Line {
  readonly route: string;
  readonly script_kb: number;
  readonly script_budget: number | null;
  readonly style_kb: number;
  readonly style_budget: number | null;
  /** Imported where it is needed: not part of the first visit, and in no budget. */
  readonly later_kb: number;
}

function measure(build: ClientBuild, route: string): Line {
  const { scripts, styles, later } = firstVisit(build, route);
  const budget = budgets[route];
  return {
    route,
    script_kb: gzippedKb(scripts),
    script_budget: budget?.script ?? null,
    style_kb: gzippedKb(styles),
    style_budget: budget?.style ?? null,
    later_kb: gzippedKb(later),
  };
}

function complaints({ route, script_kb, script_budget, style_kb, style_budget }: Line): string[] {
  if (script_budget === null || style_budget === null) {
    return [`${route} has no budget: give it one in bench/bundleBudget.ts.`];
  }
  const over = (what: string, kb: number, budget: number) =>
    kb > budget
      ? [`${route} downloads ${String(kb)} kB of ${what}: its budget is ${String(budget)} kB.`]
      : [];
  return [...over("JavaScript", script_kb, script_budget), ...over("styles", style_kb, style_budget)];
}

function gzippedKb(files: readonly string[]): number {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  return Number((bytes / 1000).toFixed(1));
}
