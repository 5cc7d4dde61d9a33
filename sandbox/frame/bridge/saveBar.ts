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

/**
 * The one save bar of the admin page. While it shows, the admin asks before it leads away; a link within the app has to
 * ask by `leaveConfirmation`.
 */
export function createSaveBar(admin: Admin): SaveBar {
  let current: Unsaved | null = null;

  const tell = (): void => {
    admin.tell({ kind: "saveBar", bar: current?.state() ?? null });
  };
  const leave = (): void => {
    const left = current;
    current = null;
    left?.discard();
    tell();
  };
  admin.on("saveBar", ({ press }) => {
    if (press === "save") current?.save();
    else if (press === "discard") current?.discard();
    else leave();
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
      if (await admin.ask("leave")) leave();
      else await new Promise(() => undefined);
    },
  };

  window.addEventListener("beforeunload", (event) => {
    if (current !== null) event.preventDefault();
  });
  return bar;
}
