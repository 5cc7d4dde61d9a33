import { gid } from "../gid";
import type { Random } from "../random";
import type { AdminMetafield } from "../store";

const topics = ["knitwear", "coffee ☕", 'the "fern" letter', "men's"] as const;

/** Custom attributes as shops keep them: a birthday, points of a loyalty app, what somebody wants to read about. */
export function drawMetafields(random: Random, customerNumber: number): AdminMetafield[] {
  const drawn: Omit<AdminMetafield, "id">[] = [];
  if (random.chance(0.25)) {
    const birth = new Date(
      Date.UTC(random.integer(1945, 2006), random.integer(0, 11), random.integer(1, 28)),
    );
    drawn.push({
      namespace: "facts",
      key: "birth_date",
      type: "date",
      value: birth.toISOString().slice(0, 10),
    });
  }
  if (random.chance(0.3)) {
    const points = String(random.integer(0, 40) * 25);
    drawn.push({ namespace: "custom", key: "loyalty_points", type: "number_integer", value: points });
  }
  if (random.chance(0.15)) {
    const topic = random.pick(topics);
    drawn.push({
      namespace: "custom",
      key: "newsletter_topic",
      type: "single_line_text_field",
      value: topic,
    });
  }
  return drawn.map((field, index) => ({
    id: gid("Metafield", 30_000_000_000_000 + customerNumber * 10 + index),
    ...field,
  }));
}
