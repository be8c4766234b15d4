"""The answers per touchpoint and month a second time, in plain Python, from the rows that were given."""

from collections import Counter
from datetime import timedelta
from statistics import mean

from tests.unit.metrics.contacts_again import customers, grouped, rate, score, scores


def is_met(each, measure, within=7):
    """Whether a contact met what is looked at, None where it is not judged by it."""
    passed = None if each["transfers"] is None else each["transfers"] == 0
    if measure == "contained":
        return passed if each["by"] == "bot" else None
    if each["direction"] != "in":
        return None
    if measure == "solved":
        judged = each["customer"] and each["answered"] is not False and each["seen"] >= timedelta(within)
        return (each["again"] is None or each["again"] > timedelta(within)) if judged else None
    return {"recognised": each["customer"] is not None, "answered": each["answered"], "direct": passed,
            "preferred": each["preferred"], "noted": each["noted"]}[measure]  # fmt: skip


def month_and_touchpoint(found):
    return grouped(found, lambda each: f"{each['at']:%y-%m}", "touchpoint").items()


def touchpoints(found, measure="recognised"):
    meant = [each for each in found if each["direction"] == "in" or each["by"] == "bot"]
    told = [each for each in meant if is_met(each, measure) is not None]
    shares = {point: mean(is_met(e, measure) for e in part) for (point,), part in grouped(told, "touchpoint").items()}
    rows = []
    for (month, point), part in month_and_touchpoint([each for each in meant if each["touchpoint"] in shares]):
        judged = [met for each in part if (met := is_met(each, measure)) is not None]
        rows.append({"contact_month": month, "touchpoint": point,
                     "inbound_contacts": sum(each["direction"] == "in" for each in part),
                     "measured_contacts": len(judged), "met_contacts": sum(judged),
                     **rate("met_rate", sum(judged), len(judged)), **score("contact_score", scores(part)),
                     "customers": customers(part)})  # fmt: skip
    return sorted(rows, key=lambda r: (r["contact_month"], shares[r["touchpoint"]], r["touchpoint"] or "~"))


def lengths(found, measure="wait"):
    ours = [e for e in found if (e["direction"] == "in" if measure == "wait" else e["answered"] is not False)]
    parts = {point: seconds(part, measure) for (point,), part in grouped(ours, "touchpoint").items()}
    means = {point: mean(part) if part else None for point, part in parts.items()}
    rows = []
    for (month, point), part in month_and_touchpoint(ours):
        timed = seconds(part, measure)
        rows.append({"contact_month": month, "touchpoint": point,
                     **score("mean_seconds", timed, n="timed_contacts"), "longest_seconds": max(timed, default=None),
                     "customers": customers([each for each in part if each[measure] is not None])})  # fmt: skip
    return sorted(rows, key=lambda r: (r["contact_month"], last_first(means[r["touchpoint"]]), r["touchpoint"] or "~"))


def seconds(part, measure):
    return [each[measure] for each in part if each[measure] is not None]


def last_first(value):
    return (value is None, -(value or 0))


def volume(found):
    came = [each for each in found if each["direction"] == "in"]
    counts = Counter(each["touchpoint"] for each in came)
    rows = [
        {"contact_month": month, "touchpoint": point, "inbound_contacts": len(part),
         "anonymous_contacts": sum(each["customer"] is None for each in part), "customers": customers(part)}
        for (month, point), part in month_and_touchpoint(came)
    ]  # fmt: skip
    return sorted(rows, key=lambda r: (r["contact_month"], counts[r["touchpoint"]], r["touchpoint"] or "~"))
