import { createContext, useContext, useMemo } from "react";
import type { ReactNode } from "react";

import { createFormat } from "./format";
import type { ShopFacts, ShopFormat } from "./format";

const Context = createContext<ShopFormat | null>(null);

export function ShopFormatProvider({ facts, children }: { facts: ShopFacts; children: ReactNode }) {
  const { locale, currency, currencyDigits, timeZone } = facts;
  const format = useMemo(
    () => createFormat({ locale, currency, currencyDigits, timeZone }),
    [locale, currency, currencyDigits, timeZone],
  );
  return <Context.Provider value={format}>{children}</Context.Provider>;
}

/** How this shop's figures are written. Only below `ShopFormatProvider`, which the layout of `/app` puts around every page. */
export function useFormat(): ShopFormat {
  const format = useContext(Context);
  if (format === null) throw new Error("useFormat is used outside of ShopFormatProvider.");
  return format;
}
