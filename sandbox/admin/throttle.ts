/** Points restored per second, by the shop's plan. */
export const restoreRates = { standard: 100, advanced: 200, plus: 1000, enterprise: 2000 } as const;
export type RateLimitPlan = keyof typeof restoreRates;

/** A recorded store of 100 points/s held 2,000: the bucket is twenty seconds of restoring. */
const BUCKET_SECONDS = 20;

export interface Bucket {
  readonly maximum: number;
  /** Points per second. */
  readonly restoreRate: number;
  available: number;
  /** Milliseconds since the epoch at which `available` was true. */
  at: number;
}

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

export function createBucket(plan: RateLimitPlan, now: number): Bucket {
  const restoreRate = restoreRates[plan];
  const maximum = restoreRate * BUCKET_SECONDS;
  return { maximum, restoreRate, available: maximum, at: now };
}

/** Takes `points` if the bucket holds them at `now`; otherwise takes nothing and answers false. */
export function take(bucket: Bucket, points: number, now: number): boolean {
  restore(bucket, now);
  if (bucket.available < points) return false;
  bucket.available -= points;
  return true;
}

/** Gives back what a query asked for and did not use. */
export function refund(bucket: Bucket, points: number): void {
  bucket.available = Math.min(bucket.maximum, bucket.available + points);
}

/** The bucket as `extensions.cost.throttleStatus` shows it. */
export function throttleStatus(bucket: Bucket, now: number): ThrottleStatus {
  restore(bucket, now);
  return {
    maximumAvailable: bucket.maximum,
    currentlyAvailable: Math.floor(bucket.available),
    restoreRate: bucket.restoreRate,
  };
}

function restore(bucket: Bucket, now: number): void {
  const elapsedSeconds = Math.max(0, now - bucket.at) / 1000;
  bucket.available = Math.min(bucket.maximum, bucket.available + elapsedSeconds * bucket.restoreRate);
  bucket.at = now;
}
