import { BlockStack, Box } from "@shopify/polaris";

import { SearchField } from "./SearchField";
import { type SortBy, SortField, type SortWords } from "./SortField";

/** What stands above a list of customers: searching, and sorting where the table has no headings to press. */
export function CustomerListControls<By extends string>({
  search,
  words,
  sort,
  onSearch,
  onSort,
}: {
  search: string;
  words: SortWords<By>;
  sort: SortBy<By>;
  onSearch: (search: string) => void;
  onSort: (sort: SortBy<By>) => void;
}) {
  return (
    <Box padding="300" borderBlockEndWidth="025" borderColor="border-secondary">
      <BlockStack gap="200">
        <SearchField value={search} onSearch={onSearch} />
        <SortField words={words} sort={sort} onSort={onSort} />
      </BlockStack>
    </Box>
  );
}
