"""Groups of customers that are probably one and the same, with the reasons.

A common phone or e-mail address makes one customer of two records, whatever their names. Names only join records
whose phones and addresses do not contradict each other; a person's name needs a birth date or an address beside it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crm_core.quality.edges import CommonKey, Edge, all_pairs, key_edges, similar_names
from crm_core.quality.keys import NameKey, email_key, name_key, phone_key, text_key

ORGANISATIONS = frozenset({"organisation", "organization", "company", "enterprise"})
SHORTEST = 4  # signs of an organisation's name without its legal form; shorter ones may be a person's
_BY_NAME = frozenset({"name", "name_birth", "name_address", "similar_name"})


@dataclass(frozen=True)
class Record:
    """One customer as its file states it; unknown is None. owner: the customer that it was merged into, or itself."""

    customer_id: str
    owner: str
    name: str | None = None
    kind: str | None = None
    phone: str | None = None
    email: str | None = None
    birth: str | None = None
    address: str | None = None
    orders: int = 0

    @property
    def filled(self) -> int:
        """How many of the compared fields are known."""
        values = (self.name, self.phone, self.email, self.birth, self.address)
        return sum(value is not None for value in values)


@dataclass(frozen=True)
class Group:
    """Customers proposed as one. score: 0..100, that of the weakest link that holds them together."""

    customer_ids: tuple[str, ...]
    kept_id: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Proposals:
    """What was found: groups, surest first, and phones and addresses too common to tell customers apart."""

    groups: tuple[Group, ...]
    common: tuple[CommonKey, ...]
    compared: int


@dataclass
class _Cluster:
    """Customers joined so far, and all that is known of them."""

    places: list[int]
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    score: float = 100.0
    reasons: list[str] = field(default_factory=list)

    def contradicts(self, other: "_Cluster") -> bool:
        """Whether a phone or an address says that these are two: known on both sides, and none in common."""
        return any(a and b and not a & b for a, b in ((self.phones, other.phones), (self.emails, other.emails)))


def find_duplicates(records: Sequence[Record], refused: Sequence[tuple[str, ...]] = ()) -> Proposals:
    """Groups of two customers or more that are probably one.

    refused: groups that somebody said are not one; no pair of them is a reason again.
    The outcome depends on the records alone, not on their order.
    """
    listed = sorted(records, key=lambda record: record.customer_id)
    phones = [phone_key(record.phone) for record in listed]
    emails = [email_key(record.email) for record in listed]
    by_phone, common_phones = key_edges("phone", phones)
    by_email, common_emails = key_edges("email", emails)
    common = sorted(common_phones + common_emails, key=lambda key: (-key.customers, key.kind, key.key))
    edges = by_phone + by_email + _name_edges(listed)
    edges += _chains_past(refused, listed, phones, emails)
    useless = {(key.kind, key.key) for key in common}
    clusters = _start(listed, phones, emails, useless)
    apart = _apart(refused)
    for edge in sorted(edges):
        a, b = clusters[edge.first], clusters[edge.second]
        if a is b or (listed[edge.first].owner, listed[edge.second].owner) in apart:
            continue
        if edge.reason in _BY_NAME and a.contradicts(b):
            continue
        _join(clusters, a, b, edge)
    return Proposals(tuple(_groups(listed, clusters)), tuple(common), len({record.owner for record in listed}))


def _name_edges(listed: Sequence[Record]) -> list[Edge]:
    names = [_name(record) for record in listed]
    organisations = {name.text for name in names if name and name.is_organisation}
    whole = [name.text if name and _tells(name, organisations) else None for name in names]
    births = [(n.text, r.birth) if n and r.birth else None for n, r in zip(names, listed, strict=True)]
    places = [text_key(record.address) for record in listed]
    addresses = [(n.text, place) if n and place else None for n, place in zip(names, places, strict=True)]
    return [
        *all_pairs("name", whole),
        *all_pairs("name_birth", births),
        *all_pairs("name_address", addresses),
        *similar_names(names),
    ]


def _name(record: Record) -> NameKey | None:
    """The name's key; the file's own word for an organisation counts more than the look of the name."""
    found = name_key(record.name)
    told = (record.kind or "").strip().casefold() in ORGANISATIONS
    return replace(found, is_organisation=True) if found and told else found


def _tells(name: NameKey, organisations: set[str]) -> bool:
    """Whether a name tells who it is by itself: an organisation's, or the same without the legal form."""
    return name.is_organisation or (len(name.text) >= SHORTEST and name.text in organisations)


def _chains_past(
    refused: Sequence[tuple[str, ...]], listed: Sequence[Record], phones: list[str | None], emails: list[str | None]
) -> list[Edge]:
    """All pairs of the keys that refused customers share: the chain from one to the next is broken there."""
    named = {customer for group in refused for customer in group}
    edges: list[Edge] = []
    for reason, keys in (("phone", phones), ("email", emails)):
        touched = {key for key, record in zip(keys, listed, strict=True) if key and record.owner in named}
        edges += all_pairs(reason, [key if key in touched else None for key in keys])
    return edges


def _apart(refused: Sequence[tuple[str, ...]]) -> set[tuple[str, str]]:
    return {(a, b) for group in refused for a in group for b in group}


def _start(
    listed: Sequence[Record], phones: list[str | None], emails: list[str | None], useless: set[tuple[str, str]]
) -> list[_Cluster]:
    """One cluster per customer; records merged before are one already."""
    by_owner: dict[str, _Cluster] = {}
    clusters = []
    for place, record in enumerate(listed):
        cluster = by_owner.setdefault(record.owner, _Cluster([]))
        cluster.places.append(place)
        phone, email = phones[place], emails[place]
        if phone is not None and ("phone", phone) not in useless:
            cluster.phones.add(phone)
        if email is not None and ("email", email) not in useless:
            cluster.emails.add(email)
        clusters.append(cluster)
    return clusters


def _join(clusters: list[_Cluster], a: _Cluster, b: _Cluster, edge: Edge) -> None:
    if len(a.places) < len(b.places):
        a, b = b, a
    a.places += b.places
    a.phones |= b.phones
    a.emails |= b.emails
    a.score = min(a.score, b.score, edge.score)
    a.reasons += [*b.reasons, edge.reason]
    for place in b.places:
        clusters[place] = a


def _groups(listed: Sequence[Record], clusters: list[_Cluster]) -> list[Group]:
    """Clusters of more than one customer, surest first."""
    found = []
    for cluster in {id(cluster): cluster for cluster in clusters}.values():
        orders: dict[str, int] = defaultdict(int)
        filled: dict[str, int] = defaultdict(int)
        for record in (listed[place] for place in cluster.places):
            orders[record.owner] += record.orders
            filled[record.owner] = max(filled[record.owner], record.filled)
        if len(orders) < 2:
            continue
        # Kept is who bought most often; among equals the fullest record, then the first number.
        kept = min(orders, key=lambda owner: (-orders[owner], -filled[owner], owner))
        others = sorted(owner for owner in orders if owner != kept)
        found.append(Group((kept, *others), kept, cluster.score, tuple(sorted(set(cluster.reasons)))))
    return sorted(found, key=lambda group: (-group.score, group.customer_ids))
