"""What a reader sees who has chosen nothing yet."""

from datetime import timedelta

from crm_core.lake.reader import Reader
from crm_core.selection import Selection
from crm_core.selection.period import months_later


def default_selection(reader: Reader) -> Selection:
    """The last twelve months against the year before where the data reach back that far, else everything."""
    if reader.facts["first_on"] is None:
        return Selection()
    two_years = months_later(reader.last_on, -24) + timedelta(days=1)
    if reader.first_on <= two_years:
        return Selection(period="last_12_months", compare="last_year")
    return Selection()
