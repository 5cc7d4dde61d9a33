const languages = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** The name of a language; what is no code of one is left as it is. */
export function languageName(code: string): string {
  return /^[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?$/.test(code) ? (languages.of(code) ?? code) : code;
}
