"""Recency, frequency and monetary scores of the buyers in a CSV of orders, as one would compute them in pandas.

rfm.py ORDERS prints as JSON what the computing took (ms, without reading the file), how many buyers have each triple of
scores, and the most memory it held (MB).
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

ANALYSIS_DAY = pd.Timestamp("2025-12-31")
END_OF_DAY = pd.Timestamp("2026-01-01 05:00:00")
QUINTILES = [0.2, 0.4, 0.6, 0.8]
PAID = ["PAID", "PARTIALLY_REFUNDED", "REFUNDED"]

orders = pd.read_csv(
    sys.argv[1],
    parse_dates=["processed_at"],
    dtype={"financial_status": "category", "test": bool, "cancelled": bool},
)

start = time.perf_counter()
counts = ~orders["test"] & ~orders["cancelled"] & (orders["financial_status"] != "VOIDED")
counted = orders[counts & (orders["processed_at"] < END_OF_DAY)]
kept = np.where(
    counted["financial_status"].isin(PAID),
    np.minimum(counted["current_total"], counted["net_payment"]),
    counted["current_total"],
)
value = np.maximum(0, np.maximum(0, kept) - counted["gift_cards"])
buyers = (
    counted.assign(value=value)
    .groupby("customer_id", sort=False)
    .agg(last=("processed_at", "max"), orders=("value", "size"), spend=("value", "sum"))
)
last_day = buyers["last"].dt.tz_localize("UTC").dt.tz_convert("America/Toronto").dt.tz_localize(None).dt.normalize()
days = (ANALYSIS_DAY - last_day).dt.days


def exceeded(values):
    breaks = np.round(np.quantile(values.to_numpy(dtype="float64"), QUINTILES), 6)
    return np.searchsorted(breaks, values.to_numpy(), side="left")


scores = pd.DataFrame(
    {"r": 5 - exceeded(days), "f": 1 + exceeded(buyers["orders"]), "m": 1 + exceeded(buyers["spend"])}
)
triples = scores.value_counts()
took = (time.perf_counter() - start) * 1000

print(
    json.dumps(
        {
            "ms": took,
            "triples": {"".join(map(str, triple)): int(count) for triple, count in triples.items()},
            "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
