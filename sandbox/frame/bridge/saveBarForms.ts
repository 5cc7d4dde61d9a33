import { flag } from "./actions";
import type { SaveBar, Unsaved } from "./saveBar";

const marked = "form[data-save-bar]";

interface Tracked extends Unsaved {
  clean: string;
}

function contents(form: HTMLFormElement): string {
  const entries = [...new FormData(form)].map(([name, value]) => [
    name,
    value instanceof File ? `${value.name} ${String(value.size)} ${String(value.lastModified)}` : value,
  ]);
  return JSON.stringify(entries);
}

/**
 * Forms marked `data-save-bar`: the save bar shows while their contents differ from what they were first; Save submits
 * the form, Discard resets it.
 */
export function watchForms(saveBar: SaveBar): void {
  const tracked = new Map<HTMLFormElement, Tracked>();

  const track = (form: HTMLFormElement): void => {
    if (tracked.has(form)) return;
    tracked.set(form, {
      clean: contents(form),
      state: () => ({
        save: { disabled: false, loading: false },
        discard: { disabled: false, loading: false },
        discardConfirmation: flag(form, "data-discard-confirmation"),
      }),
      save: () => {
        form.requestSubmit();
      },
      discard: () => {
        form.reset();
      },
    });
  };

  const look = (): void => {
    for (const form of document.querySelectorAll<HTMLFormElement>(marked)) track(form);
    for (const [form, unsaved] of tracked) {
      if (form.isConnected) continue;
      tracked.delete(form);
      saveBar.hide(unsaved);
    }
  };

  /** Runs after the app's own handlers, which may still change what the form holds. */
  const later = (event: Event, act: (form: HTMLFormElement, unsaved: Tracked) => void): void => {
    const target = event.target instanceof Element ? event.target : null;
    const form = target?.closest<HTMLFormElement>(marked);
    const unsaved = form ? tracked.get(form) : undefined;
    if (!form || unsaved === undefined) return;
    setTimeout(() => {
      act(form, unsaved);
    });
  };
  const compare = (event: Event): void => {
    later(event, (form, unsaved) => {
      const changed = contents(form) !== unsaved.clean;
      if (changed && !saveBar.showing(unsaved)) saveBar.show(unsaved);
      if (!changed) saveBar.hide(unsaved);
    });
  };
  const settle = (event: Event): void => {
    later(event, (form, unsaved) => {
      unsaved.clean = contents(form);
      saveBar.hide(unsaved);
    });
  };

  document.addEventListener("input", compare, { capture: true });
  document.addEventListener("change", compare, { capture: true });
  document.addEventListener("submit", settle, { capture: true });
  document.addEventListener("reset", settle, { capture: true });
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
}
