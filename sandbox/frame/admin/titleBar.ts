import type { Action, TitleBarState } from "../messages";
import type { FramedApp } from "./app";
import { byId, make } from "./dom";

function actionClass(action: Action, primary: boolean): string {
  return ["button", primary && "primary", action.critical && "critical", action.loading && "busy"]
    .filter(Boolean)
    .join(" ");
}

/** The bar above the app: back, title, and the page's actions; on a phone the lesser actions fold into a menu. */
export function showTitleBar(app: FramedApp, appName: string): void {
  const title = byId("title");
  const back = byId("back");
  const actions = byId("actions");

  const button = (action: Action, className: string): HTMLButtonElement => {
    const element = make("button", { type: "button", className, textContent: action.label });
    element.disabled = action.disabled || action.loading;
    element.ariaBusy = String(action.loading);
    element.addEventListener("click", () => {
      app.tell({ kind: "press", part: "titleBar", key: action.key });
    });
    return element;
  };
  const menu = (label: string, items: readonly Action[], className: string): HTMLElement => {
    const list = make(
      "div",
      { className: "menu-items" },
      ...items.map((action) => button(action, `menu-item${action.critical ? " critical" : ""}`)),
    );
    const details = make(
      "details",
      { className },
      make("summary", { className: "button", textContent: label }),
      list,
    );
    list.addEventListener("click", () => {
      details.open = false;
    });
    return details;
  };

  const render = (bar: TitleBarState | null): void => {
    title.textContent = bar?.title || appName;
    const crumb = bar?.breadcrumb ?? null;
    back.hidden = crumb === null;
    back.setAttribute("aria-label", crumb === null ? "" : `Back to ${crumb.label}`);
    back.onclick = () => {
      if (crumb !== null) app.tell({ kind: "press", part: "titleBar", key: crumb.key });
    };
    const secondary = bar?.secondary ?? [];
    const groups = bar?.groups ?? [];
    const folded = [...secondary, ...groups.flatMap((group) => group.actions)];
    const primary = bar?.primary ?? null;
    actions.replaceChildren(
      ...(folded.length === 0 ? [] : [menu("More actions", folded, "menu narrow-only")]),
      ...groups.map((group) => menu(group.label, group.actions, "menu wide-only")),
      ...secondary.map((action) => button(action, `${actionClass(action, false)} wide-only`)),
      ...(primary === null ? [] : [button(primary, actionClass(primary, true))]),
    );
  };

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!(event.target instanceof Node && open.contains(event.target))) open.open = false;
    }
  });
  app.on("titleBar", ({ bar }) => {
    render(bar);
  });
  render(null);
}
