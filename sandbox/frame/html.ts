/** HTML that is already safe to put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = string | Html | readonly Html[];

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function safe(value: Value): string {
  if (value instanceof Html) return value.text;
  if (typeof value === "string") return value.replace(/[&<>"']/g, (character) => escapes[character] ?? "");
  return value.map(safe).join("");
}

/** A template whose values are escaped, unless they are HTML themselves. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, index) => part + safe(values[index] ?? "")).join(""));
}

/** Data for a script of the page, in a `<script type="application/json">` that cannot be closed from within. */
export function jsonScript(id: string, data: unknown): Html {
  const text = JSON.stringify(data).replaceAll("<", "\\u003c");
  return new Html(`<script type="application/json" id="${id}">${text}</script>`);
}
