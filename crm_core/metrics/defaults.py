"""Which choice of a metric's parameter stands where the reader states none: the first that the data can answer."""

from crm_core.lake.reader import Reader
from crm_core.metrics.capabilities import holds
from crm_core.metrics.param import Param, names_of
from crm_core.metrics.registry import Metric, metric_of


def default_choices(metric: Metric, reader: Reader) -> dict[str, str]:
    """The default of every parameter of which a metric says which columns its choices read, or what they require.

    One that another metric owns is as on the card of its owner. Where the data answer none it is the first choice.
    """
    owners = {param: metric_of(param.owner) if param.owner else metric for param in metric.params}
    return {param.name: _default(owner, param, reader) for param, owner in owners.items() if _says(owner, param)}


def _says(metric: Metric, param: Param) -> bool:
    said = (condition for _, condition in (*metric.filled, *metric.requires))
    return param.kind == "choice" and any(_pair(condition)[0] == param.name for condition in said)


def _default(metric: Metric, param: Param, reader: Reader) -> str:
    return next((choice for choice in param.choices if _is_told(metric, param, choice, reader)), param.choices[0])


def _is_told(metric: Metric, param: Param, choice: str, reader: Reader) -> bool:
    """Whether what this choice requires is there, and some row fills a column that it reads."""
    wanted = (param.name, choice)
    required = [capability for capability, condition in metric.requires if _pair(condition) == wanted]
    columns = [names_of(names) for names, condition in metric.filled if _pair(condition) == wanted]
    return all(holds(each, reader.facts) for each in required) and all(map(reader.filled.intersection, columns))


def _pair(condition: str) -> tuple[str, str]:
    name, _, value = condition.partition("=")
    return name.strip(), value.strip()
