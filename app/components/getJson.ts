/** Reads JSON from an address of the app; null where it does not come through. App Bridge adds the session token. */
export async function getJson<Answer>(address: string, signal?: AbortSignal): Promise<Answer | null> {
  try {
    const response = await fetch(address, {
      headers: { Accept: "application/json" },
      ...(signal && { signal }),
    });
    return response.ok ? ((await response.json()) as Answer) : null;
  } catch {
    return null;
  }
}
