import type { SaveBarState } from "../messages";
import type { Admin } from "./admin";

/** Something with unsaved changes: a `ui-save-bar` element or a form marked `data-save-bar`. */
export interface Unsaved {
  state(): SaveBarState;
  save(): void;
  discard(): void;
}

export interface SaveBar {
  show(unsaved: Unsaved): void;
  hide(unsaved: Unsaved): void;
  /** Tells the admin that buttons have changed. */
  refresh(unsaved: Unsaved): void;
  showing(unsaved: Unsaved): boolean;
  /** Resolves when nothing is unsaved or the merchant agrees to lose it; stays open while they stay on the page. */
  leaveConfirmation(): Promise<void>;
}

/** The one save bar of the admin page. While it shows, links of the app ask before they lead away. */
export function createSaveBar(admin: Admin): SaveBar {
  let current: Unsaved | null = null;

  const tell = (): void => {
    admin.tell({ kind: "saveBar", bar: current?.state() ?? null });
  };
  admin.on("saveBar", ({ press }) => {
    if (press === "save") current?.save();
    else current?.discard();
  });

  const bar: SaveBar = {
    show(unsaved) {
      current = unsaved;
      tell();
    },
    hide(unsaved) {
      if (current !== unsaved) return;
      current = null;
      tell();
    },
    refresh(unsaved) {
      if (current === unsaved) tell();
    },
    showing: (unsaved) => current === unsaved,
    async leaveConfirmation() {
      if (current === null) return;
      if (!(await admin.ask("leave"))) return new Promise(() => undefined);
      const left = current;
      left.discard();
      bar.hide(left);
    },
  };

  const guardLinks = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("a[href]") : null;
    const opensElsewhere = link?.getAttribute("target") === "_blank" || event.ctrlKey || event.metaKey;
    if (current === null || link === null || opensElsewhere) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void bar.leaveConfirmation().then(() => {
      link.click();
    });
  };
  window.addEventListener("click", guardLinks, { capture: true });
  window.addEventListener("beforeunload", (event) => {
    if (current !== null) event.preventDefault();
  });
  return bar;
}
