export interface Refused {
  readonly ok: false;
  readonly message: string;
}

const unreachable: Refused = {
  ok: false,
  message:
    "Quintile could not be reached. Look at your connection and try again; nothing that you typed is lost.",
};
const failed: Refused = {
  ok: false,
  message: "Something went wrong on our side. Try again; nothing that you typed is lost.",
};

/**
 * Posts JSON to an address of the app and reads the JSON answer. Whatever goes wrong is an answer in words, so that no page is
 * torn down with what was typed on it. App Bridge adds the session token.
 *
 * @param body a value, or JSON text
 */
export async function postJson<Answer extends { readonly ok: boolean }>(
  address: string,
  body: unknown,
  {
    signal,
    method = "POST",
  }: { readonly signal?: AbortSignal; readonly method?: "POST" | "PUT" | "DELETE" } = {},
): Promise<Answer | Refused> {
  try {
    const response = await fetch(address, {
      method,
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...(signal && { signal }),
    });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return failed;
    return (await response.json()) as Answer;
  } catch {
    return unreachable;
  }
}
