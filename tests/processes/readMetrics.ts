export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;

/**
 * Reads Prometheus' text format (0.0.4), as Prometheus itself would.
 *
 * @throws at a line that is not of it, and where a sample has no type or comes twice.
 */
export function readMetrics(text: string): Sample[] {
  const types = new Set<string>();
  const seen = new Set<string>();
  return text
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      if (line.startsWith("# TYPE ")) types.add(line.split(" ")[2] ?? "");
      if (line.startsWith("# ")) return [];
      const [, name, labels = "", value] = sampleLine.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`Not a sample: ${line}`);
      const family = [name, name.replace(/_(?:bucket|sum|count)$/, "")].some((each) => types.has(each));
      if (!family) throw new Error(`A sample without a type: ${line}`);
      const pairs = [...labels.matchAll(label)];
      if (pairs.map(([pair]) => pair).join("") !== labels)
        throw new Error(`Labels that cannot be read: ${line}`);
      const identity = `${name} ${labels}`;
      if (seen.has(identity)) throw new Error(`A sample that comes twice: ${line}`);
      seen.add(identity);
      // In any case of letters, as Go reads numbers; prom-client writes "Nan".
      const isNaNumber = /^nan$/i.test(value);
      const number = isNaNumber ? NaN : Number(value.replace("Inf", "Infinity"));
      if (Number.isNaN(number) && !isNaNumber) throw new Error(`Not a number: ${line}`);
      return [
        { name, labels: Object.fromEntries(pairs.map(([, key = "", of = ""]) => [key, of])), value: number },
      ];
    });
}
