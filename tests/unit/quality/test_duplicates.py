"""Which customers are proposed as one, and which never are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.quality.duplicates import Group, Record, find_duplicates
from crm_core.quality.edges import CommonKey


def record(customer_id, name=None, phone=None, email=None, owner=None, **more):
    return Record(customer_id, owner or customer_id, name=name, phone=phone, email=email, **more)


def groups(*records, refused=()):
    return [set(group.customer_ids) for group in find_duplicates(records, refused).groups]


def test_a_phone_or_an_address_in_common_makes_one_customer_whatever_the_names():
    found = find_duplicates(
        [
            record("1", "星光（上海）贸易有限公司", "138 0013 8000", orders=1),
            record("2", "张伟", "+8613800138000", "B@x.cn", orders=5),
            record("3", "Acme Ltd", None, "b@X.cn"),
            record("4", "other", "13900139000"),
        ]
    )
    assert found.groups == (Group(("2", "1", "3"), "2", 100.0, ("email", "phone")),)
    assert (found.common, found.compared) == ((), 4)


def test_an_organisation_is_told_by_its_name_a_person_only_with_a_birth_date_or_an_address():
    assert groups(record("1", "远大科技有限公司"), record("2", "远大科技公司")) == [{"1", "2"}]
    assert groups(record("1", "远大科技有限公司"), record("2", "远大科技")) == [{"1", "2"}]
    assert groups(record("1", "张伟有限公司"), record("2", "张伟")) == []
    assert groups(record("1", "张伟"), record("2", "张伟")) == []
    assert groups(record("1", "张伟", birth="1990-01-01"), record("2", "张伟", birth="1990-01-01")) == [{"1", "2"}]
    assert groups(record("1", "张伟", birth="1990-01-01"), record("2", "张伟", birth="1991-01-01")) == []
    assert groups(record("1", "张伟", address="东街 1号"), record("2", "张伟", address="东街1号")) == [{"1", "2"}]
    assert groups(record("1", "张伟", kind="organisation"), record("2", "张 伟", kind="Organisation")) == [{"1", "2"}]


def test_contacts_that_contradict_count_more_than_names():
    same = "远大科技有限公司"
    assert groups(record("1", same, "13800138000"), record("2", same, "13900139000")) == []
    assert groups(record("1", same, None, "a@x.cn"), record("2", same, None, "b@x.cn")) == []
    assert groups(record("1", same, "13800138000"), record("2", same, None, "b@x.cn")) == [{"1", "2"}]
    # Joined to the first by name, the third would bring a phone that contradicts the second's.
    third = record("3", same)
    found = groups(record("1", same, "13800138000"), record("2", same, "13900139000"), third)
    assert found == [{"1", "3"}]


def test_nearly_the_same_name_of_an_organisation_is_proposed_but_not_another_number():
    long = "上海远大宏图建筑材料工程技术"
    assert groups(record("1", f"{long}有限公司"), record("2", f"{long}术公司")) == [{"1", "2"}]
    assert groups(record("1", f"{long}一厂"), record("2", f"{long}二厂")) == []
    assert groups(record("1", "Northwind Traders 1 Ltd"), record("2", "Northwind Traders 2 Ltd")) == []


def test_a_phone_of_more_than_twenty_customers_is_no_key_and_is_listed():
    shared = [record(f"{place:02}", f"客{place}", "021-5555 1234") for place in range(21)]
    found = find_duplicates(shared)
    assert found.groups == ()
    assert found.common == (CommonKey("phone", "2155551234", 21),)
    assert len(find_duplicates(shared[:20]).groups[0].customer_ids) == 20


def test_who_was_refused_is_not_proposed_again_but_others_of_the_same_phone_are():
    phone = "13800138000"
    three = [record(name, phone=phone) for name in ("1", "2", "3")]
    assert groups(*three[:2], refused=[("1", "2")]) == []
    # The chain 1–2–3 is broken at 1–2 and at 2–3; 1 and 3 still share the phone.
    assert groups(*three, refused=[("1", "2"), ("2", "3")]) == [{"1", "3"}]


def test_customers_merged_before_are_one_customer():
    phone = "13800138000"
    merged = [record("1", phone=phone, owner="2", orders=9), record("2", email="a@x.cn", orders=1)]
    assert groups(*merged) == []
    found = find_duplicates([*merged, record("3", email="a@x.cn", orders=5)]).groups
    assert found == (Group(("2", "3"), "2", 100.0, ("email",)),)


RECORDS = st.lists(
    st.builds(
        lambda name, phone, email, birth: (name, phone, email, birth),
        st.sampled_from([None, "张伟", "远大科技有限公司", "远大科技", "Acme Ltd"]),
        st.sampled_from([None, "13800138000", "139 0013 9000"]),
        st.sampled_from([None, "a@x.cn", "B@x.cn"]),
        st.sampled_from([None, "1990-01-01"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(RECORDS, st.randoms())
def test_the_outcome_is_the_same_in_any_order_and_no_customer_stands_in_two_groups(rows, dice):
    records = [record(f"{place:02}", n, p, e, birth=b) for place, (n, p, e, b) in enumerate(rows)]
    found = find_duplicates(records)
    shuffled = records[:]
    dice.shuffle(shuffled)
    assert find_duplicates(shuffled) == found
    named = [customer for group in found.groups for customer in group.customer_ids]
    assert len(named) == len(set(named))
    assert all(group.kept_id == group.customer_ids[0] and len(group.customer_ids) > 1 for group in found.groups)


@settings(deadline=None)
@given(RECORDS)
def test_customers_with_one_phone_are_always_in_one_group(rows):
    records = [record(f"{place:02}", n, p, e, birth=b) for place, (n, p, e, b) in enumerate(rows)]
    of = {c: number for number, group in enumerate(find_duplicates(records).groups) for c in group.customer_ids}
    for phone in ("13800138000", "139 0013 9000"):
        sharing = [r.customer_id for r in records if r.phone == phone]
        assert len(sharing) < 2 or len({of.get(customer, customer) for customer in sharing}) == 1
