/**
 * Rows page after page, so that however many there are, few are held.
 *
 * @param read the page of rows that come after one; the first page after null.
 */
export async function* inPages<Row>(
  read: (after: Row | null) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let after: Row | null | undefined = null; after !== undefined;) {
    const page: readonly Row[] = await read(after);
    yield* page;
    after = page.at(-1);
  }
}
