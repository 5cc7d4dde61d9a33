import type { Admin } from "./admin";

export interface ToastOptions {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
}

/** `shopify.toast`: a message that the admin page shows for a while (5 seconds unless told). */
export function createToast(admin: Admin) {
  const shown = new Map<string, ToastOptions>();
  let toasts = 0;
  admin.on("toast", ({ id, press }) => {
    const options = shown.get(id);
    if (press === "action") options?.onAction?.();
    else options?.onDismiss?.();
    shown.delete(id);
  });
  return {
    show(message: string, options: ToastOptions = {}): string {
      toasts += 1;
      const id = `toast-${String(toasts)}`;
      shown.set(id, options);
      const { duration = 5000, isError = false, action = null } = options;
      admin.tell({ kind: "toast", toast: { id, message, isError, duration, action } });
      return id;
    },
    hide(id: string): void {
      admin.tell({ kind: "hideToast", id });
    },
  };
}
