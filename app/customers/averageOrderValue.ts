/** Minor units per order, half rounded up; null without orders. Neither argument is negative. */
export function averageOrderValue(spend: bigint, orders: number): bigint | null {
  if (orders === 0) return null;
  const divisor = BigInt(orders);
  return (2n * spend + divisor) / (2n * divisor);
}
