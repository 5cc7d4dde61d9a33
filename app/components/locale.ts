/**
 * The locale of whoever asks: the one that the admin puts into the address, else the browser's first, else English.
 * Only well-formed ones: `Intl` throws at others.
 */
export function localeOf(request: Request): string {
  const named = new URL(request.url).searchParams.get("locale");
  const preferred = request.headers.get("Accept-Language")?.split(",")[0]?.split(";")[0]?.trim();
  return (
    [named, preferred].find((locale) => locale !== null && locale !== undefined && isLocale(locale)) ?? "en"
  );
}

function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}
