import { expect, it } from "vitest";

import { type ClientBuild, firstVisit } from "./clientBuild";

const chunk = (file: string, others: Partial<ClientBuild["chunks"][string]> = {}) => ({
  file: `assets/${file}`,
  imports: [],
  dynamicImports: [],
  css: [],
  assets: [],
  ...others,
});

const build: ClientBuild = {
  chunks: {
    entry: chunk("entry.js", { imports: ["react"] }),
    react: chunk("react.js"),
    shell: chunk("shell.js", { imports: ["react"], assets: ["assets/polaris.css"] }),
    page: chunk("page.js", { imports: ["table"], dynamicImports: ["chart"], css: ["assets/page.css"] }),
    table: chunk("table.js", { imports: ["react"], css: ["assets/table.css"] }),
    chart: chunk("chart.js", { imports: ["react", "axis"] }),
    axis: chunk("axis.js"),
    other: chunk("other.js", { css: ["assets/other.css"] }),
  },
  manifest: {
    entry: { module: "/assets/entry.js" },
    routes: {
      shell: { module: "/assets/shell.js" },
      page: { module: "/assets/page.js", parentId: "shell" },
      other: { module: "/assets/other.js", parentId: "shell" },
    },
  },
};

const names = (files: readonly string[]) => files.map((file) => file.split("/").at(-1)).sort();

it("counts a page with the layouts around it and all that they import at once, each file once", () => {
  const { scripts, styles, later } = firstVisit(build, "page");
  expect(names(scripts)).toEqual(["entry.js", "page.js", "react.js", "shell.js", "table.js"]);
  expect(names(styles)).toEqual(["page.css", "polaris.css", "table.css"]);
  expect(names(later)).toEqual(["axis.js", "chart.js"]);
});

it("names a route that is not built", () => {
  expect(() => firstVisit(build, "nowhere")).toThrow("nowhere");
});
