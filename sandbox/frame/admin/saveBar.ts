import type { SaveBarState } from "../messages";
import type { FramedApp } from "./app";
import { byId } from "./dom";

interface Wording {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
}

const leaving: Wording = {
  title: "Leave page with unsaved changes?",
  text: "Leaving this page will delete all unsaved changes.",
  confirm: "Leave page",
};
const discarding: Wording = {
  title: "Discard all unsaved changes?",
  text: "If you discard changes, you'll delete any edits you made since you last saved.",
  confirm: "Discard changes",
};

function confirm(wording: Wording): Promise<boolean> {
  const dialog = byId("confirmation") as HTMLDialogElement;
  byId("confirmation-title").textContent = wording.title;
  byId("confirmation-text").textContent = wording.text;
  byId("confirm").textContent = wording.confirm;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        resolve(dialog.returnValue === "confirm");
      },
      { once: true },
    );
  });
}

/**
 * The contextual save bar, in the place of the top bar's middle. Returns the question whether the page may be left:
 * true at once without unsaved changes, otherwise what the merchant answers (agreeing discards them).
 */
export function showSaveBar(app: FramedApp): () => Promise<boolean> {
  const element = byId("save-bar");
  const save = byId("save") as HTMLButtonElement;
  const discard = byId("discard") as HTMLButtonElement;
  let current: SaveBarState | null = null;

  const render = (bar: SaveBarState | null): void => {
    current = bar;
    element.hidden = bar === null;
    document.body.classList.toggle("unsaved", bar !== null);
    for (const [button, state] of [
      [save, bar?.save],
      [discard, bar?.discard],
    ] as const) {
      button.disabled = state?.disabled === true || state?.loading === true;
      button.classList.toggle("busy", state?.loading === true);
      button.ariaBusy = String(state?.loading === true);
    }
  };
  const pressDiscard = async (): Promise<void> => {
    if (current?.discardConfirmation === true && !(await confirm(discarding))) return;
    app.tell({ kind: "saveBar", press: "discard" });
  };

  save.addEventListener("click", () => {
    app.tell({ kind: "saveBar", press: "save" });
  });
  discard.addEventListener("click", () => void pressDiscard());
  app.on("saveBar", ({ bar }) => {
    render(bar);
  });
  window.addEventListener("beforeunload", (event) => {
    if (current !== null) event.preventDefault();
  });

  app.answer("leave", async () => current === null || (await confirm(leaving)));
  return async () => {
    if (current === null) return true;
    if (!(await confirm(leaving))) return false;
    app.tell({ kind: "saveBar", press: "leave" });
    render(null);
    return true;
  };
}
