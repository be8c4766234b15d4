"""The answers about contacts and people a second time, in plain Python, from the rows that were given."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import mean, stdev, variance

from crm_core.statistics.means import difference_of_means, mean_interval
from crm_core.statistics.rates import wilson

DIRECTIONS = {"呼入": "in", "呼出": "out"}
PURPOSES = {"咨询": "enquiry", "投诉": "complaint", "回访": "return_visit"}
PHASES = {"售前": "before", "售中": "during", "售后": "after"}
CHANNELS = {"电话": "phone", "chat": "online_chat"}
BOTS = {"人工": "human"}
ITEMS = {"倾听": "listen", "表达": "say"}
GROUPS = dict.fromkeys(("say", "listen", "ask"), "communication") | {"patient": "hearts", "careful": "hearts"}
FEW = 30


def number(text):
    return None if text in (None, "") or text != text else float(text)


def truth(text):
    return None if text in (None, "") or text != text else str(text) == "true"


def known(text):
    return None if text is None or text != text or text == "" else text


def contacts(rows, employees=(), first=None, last=None):
    """The contacts of the days as they are read: codes for words, unknown for what cannot be."""
    departments = {each["employee_id"]: known(each.get("department")) for each in employees}
    found = []
    for row in rows:
        at = datetime.fromisoformat(row["started_at"])
        purpose = PURPOSES.get(row["purpose"], known(row["purpose"]))
        ours = purpose in ("return_visit", "care", "survey", "prospecting")
        wait, handle = number(row["wait_seconds"]), number(row["duration_s"])
        found.append({
            "id": row["interaction_id"], "customer": known(row["customer_id"]), "employee": known(row["employee_id"]),
            "at": at, "channel": CHANNELS.get(row["channel"], known(row["channel"])),
            "touchpoint": known(row["touchpoint"]), "purpose": purpose,
            "direction": DIRECTIONS.get(row["direction"], known(row["direction"])) or ("out" if ours else "in"),
            "phase": PHASES.get(row["phase"], known(row["phase"])), "answered": truth(row["answered"]),
            "wait": wait if wait is not None and wait >= 0 else None,
            "handle": handle if handle is not None and handle >= 0 else None,
            "transfers": number(row["transfers"]), "by": BOTS.get(row["handled_by"], known(row["handled_by"])),
            "preferred": truth(row.get("preference_used")), "noted": known(row.get("outcome")) is not None,
            "score": number(row["survey_score"]), "department": departments.get(known(row["employee_id"])),
        })  # fmt: skip
    end = max((each["at"] for each in found), default=None)
    for each in found:
        each["seen"] = end - each["at"]
        later = [
            other["at"] for other in found
            if other is not each and other["direction"] == "in" and other["customer"] == each["customer"]
            and other["purpose"] == each["purpose"] and (other["at"], other["id"]) > (each["at"], each["id"])
        ]  # fmt: skip
        comes = each["customer"] is not None and each["direction"] == "in" and later
        each["again"] = min(later) - each["at"] if comes else None
    return [each for each in found if first is None or first <= each["at"].date() <= last]


def rate(name, hits, n):
    low, high = wilson(hits, n) or (None, None)
    return {name: hits / n if n else None, f"{name}_low": low, f"{name}_high": high}


def score(name, values, n="scored_contacts"):
    ends = mean_interval(mean(values), variance(values), len(values)) if len(values) > 1 else None
    low, high = (ends and (round(ends[0], 4), round(ends[1], 4))) or (None, None)
    counted = {n: len(values)} if n else {}
    return counted | {name: mean(values) if values else None, f"{name}_low": low, f"{name}_high": high}


def scores(found):
    return [each["score"] for each in found if each["score"] is not None]


def customers(found):
    return len({each["customer"] for each in found} - {None})


def reached(values, part):
    """The first value that so large a part does not exceed."""
    ordered = sorted(values)
    return next((x for place, x in enumerate(ordered, 1) if place >= part * len(ordered)), None)


def kpis(found, within=7):
    came = [each for each in found if each["direction"] == "in"]
    told = [each for each in came if each["answered"] is not None]
    judged = [e for e in came if e["customer"] and e["answered"] is not False and e["seen"] >= timedelta(within)]
    new = [e for e in came if e["customer"] and e["answered"] is not False and e["seen"] < timedelta(within)]
    solved = [each for each in judged if each["again"] is None or each["again"] > timedelta(within)]
    passed = [each for each in came if each["transfers"] is not None]
    bot = [each for each in found if each["by"] == "bot" and each["transfers"] is not None]
    unanswered = [each for each in came if each["answered"] is False]
    answered = [each for each in told if each["answered"]]
    moved = [each for each in passed if each["transfers"] > 0]
    kept = [each for each in bot if each["transfers"] == 0]
    named = [each for each in came if each["customer"]]
    return [
        {"contacts": len(found), "anonymous_contacts": sum(each["customer"] is None for each in found),
         "answer_known": len(told), "answered_contacts": len(answered), **rate("answer_rate", len(answered), len(told)),
         "unanswered_customers": customers(unanswered) if told else None,
         "wait_median": reached([each["wait"] for each in came if each["wait"] is not None], 0.5),
         "wait_p90": reached([each["wait"] for each in came if each["wait"] is not None], 0.9),
         "handle_median": reached(
             [e["handle"] for e in found if e["handle"] is not None and e["answered"] is not False], 0.5),
         "judged_contacts": len(judged), "solved_contacts": len(solved),
         **rate("first_contact_rate", len(solved), len(judged)), "too_new_contacts": len(new),
         "transfer_known": len(passed), "transferred_contacts": len(moved),
         **rate("transfer_rate", len(moved), len(passed)), "bot_contacts": len(bot), "contained_contacts": len(kept),
         **rate("containment_rate", len(kept), len(bot)), "inbound_contacts": len(came),
         "recognised_contacts": len(named), **rate("recognition_rate", len(named), len(came)),
         **score("contact_score", scores(found))}
    ]  # fmt: skip


def grouped(found, *keys):
    parts = defaultdict(list)
    for each in found:
        parts[tuple(key(each) if callable(key) else each[key] for key in keys)].append(each)
    return parts


def load(found):
    came = [each for each in found if each["direction"] == "in"]
    parts = grouped(came, lambda e: e["at"].hour, lambda e: e["at"].isoweekday())
    hours = sorted({hour for hour, _ in parts})
    rows = []
    for hour in range(hours[-1], hours[0] - 1, -1) if hours else ():
        for day in range(1, 8):
            part = parts.get((hour, day), [])
            told = [each for each in part if each["answered"] is not None]
            missed = sum(each["answered"] is False for each in told)
            rows.append({"weekday": str(day), "contact_hour": str(hour), "inbound_contacts": len(part),
                         "contact_share": len(part) / len(came), "answer_known": len(told),
                         "unanswered_contacts": missed, **rate("unanswered_rate", missed, len(told)),
                         "customers": customers(part)})  # fmt: skip
    return rows


def phases(found):
    order = {"before": 1, "during": 2, "after": 3}
    rows = []
    for (phase,), part in grouped(found, "phase").items():
        passed = [each for each in part if each["direction"] == "in" and each["transfers"] is not None]
        moved = sum(each["transfers"] > 0 for each in passed)
        rows.append({"value": phase, "contacts": len(part), "contact_share": len(part) / len(found),
                     **score("contact_score", scores(part)), "transfer_known": len(passed),
                     "transferred_contacts": moved, **rate("transfer_rate", moved, len(passed)),
                     "customers": customers(part)})  # fmt: skip
    return sorted(rows, key=lambda row: order.get(row["value"], 4))


def return_visits(found, orders, roles, last, within=7):
    """orders: (customer, day) of sales; roles: customer to kind, None for an unknown one."""
    states, overdue = defaultdict(Counter), defaultdict(list)
    for customer in {customer for customer, _ in orders if customer}:
        due = max((day for who, day in orders if who == customer and day <= last - timedelta(within)), default=None)
        visits = [
            each["at"].date() for each in found
            if each["customer"] == customer and each["purpose"] == "return_visit" and each["direction"] == "out"
            and each["answered"] is not False and due is not None and each["at"].date() >= due
        ]  # fmt: skip
        role = roles.get(customer)
        if due is None:
            states[role]["waiting"] += 1
        elif visits:
            states[role]["on_time" if min(visits) <= due + timedelta(within) else "late"] += 1
        else:
            states[role]["overdue"] += 1
            overdue[role].append((last - due).days)
    ordered = sorted(states, key=lambda role: (-states[role].total(), role is None, role or ""))
    return [
        {"visit_state": state, "relation_role": role, "role_customers": states[role].total(),
         "customers": states[role][state], **rate("state_share", states[role][state], states[role].total()),
         "due_days": mean(overdue[role]) if state == "overdue" and overdue[role] else None}
        for role in ordered
        for state in ("on_time", "late", "overdue", "waiting")
    ]  # fmt: skip


def promises(found, orders=()):
    """orders: (customer, hours to shipping or None, days from delivery to return or None)."""
    told = [each for each in found if each["direction"] == "in" and each["answered"] is not None]
    day = [(each["customer"], each["answered"]) for each in told if 8 <= each["at"].hour < 20]
    night = [(each["customer"], each["answered"]) for each in told if not 8 <= each["at"].hour < 20]
    shipped = [(who, hours <= 48) for who, hours, _ in orders if hours is not None and hours >= 0]
    back = [(who, days <= 7) for who, _, days in orders if days is not None and days >= 0]
    named = {"ship_48h": shipped, "return_7d": back, "answer_day": day, "answer_night": night}
    return [
        {"promise": name, "promised": len(made), "kept": sum(ok for _, ok in made),
         **rate("kept_rate", sum(ok for _, ok in made), len(made)), "customers": len({who for who, _ in made} - {None})}
        for name, made in named.items() if made
    ]  # fmt: skip


def verdict(n, x, low, high):
    if low is None:
        return None
    return "too_few" if n < FEW else "below" if x < low else "above" if x > high else "inside"


def consistency(found, by="department"):
    scored = [each for each in found if each["score"] is not None]
    named = [each["score"] for each in scored if each[by] is not None]
    spread = stdev(named) if len(named) > 1 else None
    parts = grouped(scored, by)
    large = [mean(scores(part)) for (name,), part in parts.items() if name is not None and len(part) >= FEW]
    rows = []
    for (name,), part in parts.items():
        reach = None if name is None or spread is None else 3 * spread / len(part) ** 0.5
        low, high = (None, None) if reach is None else (mean(named) - reach, mean(named) + reach)
        rows.append({"value": name, **score("contact_score", scores(part)), "limit_low": low, "limit_high": high,
                     "verdict": verdict(len(part), mean(scores(part)), low, high), "customers": customers(part),
                     "group_spread": stdev(large) if len(large) > 1 else None})  # fmt: skip
    return sorted(rows, key=lambda row: (-row["contact_score"], row["value"] is None, row["value"] or ""))


def satisfaction(found, by="employee"):
    scored = [each for each in found if each["score"] is not None]
    named = [each for each in scored if each[by] is not None]
    usual = {kind: mean(scores(part)) for kind, part in grouped(named, "channel", "purpose").items()}
    squares = sum((each["score"] - usual[each["channel"], each["purpose"]]) ** 2 for each in named)
    spread = (squares / (len(named) - len(usual))) ** 0.5 if len(named) > len(usual) else None
    rows = []
    for (name,), part in grouped(scored, by).items():
        own = scores(part)
        row = {"served_by": name, "department": None, **score("contact_score", own), "standard_score": None,
               "adjusted_score": None, "adjusted_score_low": None, "adjusted_score_high": None, "limit_low": None,
               "limit_high": None, "verdict": None, "score_rank": None, "top_boxes": sum(x >= 5 for x in own),
               **rate("top_box_share", sum(x >= 5 for x in own), len(own)), "customers": customers(part)}  # fmt: skip
        departments = {each["department"] for each in part} - {None}
        row["department"] = departments.pop() if len(departments) == 1 else None
        if name is not None:
            expected = [usual[each["channel"], each["purpose"]] for each in part]
            apart = [x - y for x, y in zip(own, expected, strict=True)]
            middle = mean(scores(named))
            row |= {"standard_score": mean(expected)}
            row |= score("adjusted_score", [middle + x for x in apart], n=None)
            if spread is not None:
                reach = 3 * spread / len(own) ** 0.5
                row |= {"limit_low": middle - reach, "limit_high": middle + reach}
                row["verdict"] = verdict(len(own), row["adjusted_score"], middle - reach, middle + reach)
        rows.append(row)
    rows.sort(key=lambda row: (row["adjusted_score"] is None, -(row["adjusted_score"] or 0), row["served_by"] or ""))
    large = [row for row in rows if row["served_by"] is not None and row["scored_contacts"] >= FEW]
    for row in large:
        row["score_rank"] = 1 + sum(other["adjusted_score"] > row["adjusted_score"] for other in large)
    return rows


def audits(marks, found, by="department", employees=()):
    departments = {each["employee_id"]: known(each.get("department")) for each in employees}
    contact = {each["id"]: each for each in found}
    read = []
    for row in marks:
        of = contact.get(row["interaction_id"], {})
        who = known(row["employee_id"]) or of.get("employee")
        item = ITEMS.get(row["item"], row["item"])
        read.append({"item": GROUPS.get(item, "other_items"), "by": departments.get(who) if by == "department" else who,
                     "customer": of.get("customer"), "score": number(row["score"])})  # fmt: skip
    items = {item: mean(scores(part)) for (item,), part in grouped(read, "item").items()}
    values = {value: mean(scores(part)) for (value,), part in grouped(read, "by").items()}
    rows = [
        {"audit_item": item, "served_by": value, **score("audit_score", scores(part), n="audit_marks"),
         "low_marks": sum(x <= 2 for x in scores(part)), "customers": customers(part)}
        for (item, value), part in grouped(read, "item", "by").items()
    ]  # fmt: skip
    return sorted(
        rows, key=lambda r: (values[r["served_by"]], r["served_by"] or "", items[r["audit_item"]], r["audit_item"])
    )


def training(found, taken, window=90):
    """found: all contacts; taken: (employee, course, day)."""
    rows = []
    for course in sorted({course for _, course, _ in taken}):
        changes, sides, served = {True: [], False: []}, [], set()
        for day in sorted({on for _, name, on in taken if name == course}):
            for who in sorted({each["employee"] for each in found} - {None}):
                days = [on for employee, name, on in taken if employee == who and name == course]
                if any(abs((on - day).days) <= 2 * window for on in days) and day not in days:
                    continue
                own = [e for e in found if e["employee"] == who and e["score"] is not None]
                own = [e for e in own if 0 < abs((e["at"].date() - day).days) <= window]
                before, after = (scores([e for e in own if (e["at"].date() > day) is late]) for late in (False, True))
                if day in days:
                    served |= {e["customer"] for e in own if e["at"].date() > day}
                if before and after:
                    changes[day in days].append(mean(after) - mean(before))
                    sides += [(mean(before), mean(after))] if day in days else []
        yes, no = changes[True], changes[False]
        own = mean_interval(mean(yes), variance(yes), len(yes)) if len(yes) > 1 else None
        both = min(len(yes), len(no)) > 1
        ends = difference_of_means(*((mean(x), variance(x), len(x)) for x in (yes, no))) if both else None
        rows.append({
            "course": course, "attended_employees": len({who for who, name, _ in taken if name == course}),
            "trained_employees": len(yes), "untrained_employees": len(no),
            "before_score": mean(x for x, _ in sides) if sides else None,
            "after_score": mean(x for _, x in sides) if sides else None, "trained_change": mean(yes) if yes else None,
            "trained_change_low": own and round(own[0], 4), "trained_change_high": own and round(own[1], 4),
            "untrained_change": mean(no) if no else None, "effect_score": mean(yes) - mean(no) if yes and no else None,
            "effect_score_low": ends and round(ends[0], 4), "effect_score_high": ends and round(ends[1], 4),
            "customers": len(served - {None}),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["effect_score"] is None, -(row["effect_score"] or 0)))


def people(found, employees, marks, taken, first, last, buyers):
    there = [
        each["employee_id"] for each in employees
        if (not known(each.get("hired_on")) or date.fromisoformat(each["hired_on"]) <= last)
        and (not known(each.get("left_on")) or date.fromisoformat(each["left_on"]) >= first)
    ]  # fmt: skip
    serving = {each["employee"] for each in found} - {None}
    part, trained = sum(who in serving for who in there), sum(who in {who for who, _, _ in taken} for who in there)
    audited = {row["interaction_id"] for row in marks}
    looked = sum(each["id"] in audited for each in found)
    unhappy = {each["customer"] for each in found if each["score"] is not None and each["score"] <= 2} - {None}
    seen = {each["customer"] for each in found} - {None}
    reached = len(seen & buyers) if seen else None
    return [
        {"employees_in_contact": len(serving), "employees_on_file": len(there), "taking_part": part,
         "participation_rate": part / len(there) if there else None, "contacts": len(found),
         "contacts_without_employee": sum(each["employee"] is None for each in found),
         **score("contact_score", scores(found)), "buyers": len(buyers), "contacted_buyers": reached,
         "contacted_rate": reached / len(buyers) if seen and buyers else None, "audited_contacts": looked,
         "audited_rate": looked / len(found) if found and marks else None,
         **score("audit_score", [number(row["score"]) for row in marks], n="audit_marks"), "trained_employees": trained,
         "trained_rate": trained / len(there) if there else None,
         "dissatisfied_customers": len(unhappy) if scores(found) else None}
    ]  # fmt: skip
