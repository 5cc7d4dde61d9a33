import type { ToastState } from "../messages";
import type { FramedApp } from "./app";
import { byId, make } from "./dom";

/** Toasts at the lower edge. One that holds the pointer or the focus stays. */
export function showToasts(app: FramedApp): void {
  const stack = byId("toasts");
  const shown = new Map<string, HTMLElement>();

  const remove = (id: string): void => {
    shown.get(id)?.remove();
    shown.delete(id);
  };
  const press = (id: string, part: "action" | "dismiss"): void => {
    remove(id);
    app.tell({ kind: "toast", id, press: part });
  };
  const add = (toast: ToastState): void => {
    const close = make("button", { type: "button", className: "toast-close", textContent: "✕" });
    close.setAttribute("aria-label", "Dismiss");
    close.addEventListener("click", () => {
      press(toast.id, "dismiss");
    });
    const element = make("div", { className: toast.isError ? "toast error" : "toast" }, toast.message);
    if (toast.action !== null) {
      const action = make("button", { type: "button", className: "toast-action", textContent: toast.action });
      action.addEventListener("click", () => {
        press(toast.id, "action");
      });
      element.append(action);
    }
    element.append(close);
    stack.append(element);
    shown.set(toast.id, element);
    const expire = (): void => {
      if (element.matches(":hover, :focus-within")) setTimeout(expire, 1000);
      else remove(toast.id);
    };
    setTimeout(expire, toast.duration);
  };

  app.on("toast", ({ toast }) => {
    add(toast);
  });
  app.on("hideToast", ({ id }) => {
    remove(id);
  });
}
