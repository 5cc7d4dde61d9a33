/** `tsx sandbox/stores/convertCdnow.ts FOLDER`: the CDNOW history as a folder of Admin-shaped JSONL. */
import { cdnowStore } from "./cdnow";
import { writeJsonlFolder } from "./jsonlFolder";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("Name the folder to write: tsx sandbox/stores/convertCdnow.ts FOLDER");
  process.exit(2);
}
const store = await cdnowStore();
await writeJsonlFolder(store, folder);
console.error(
  `Wrote ${String(store.customers.length)} customers and ${String(store.orders.length)} orders to ${folder}.`,
);
