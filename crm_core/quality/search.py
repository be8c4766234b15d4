"""The search for duplicates in one version: `python -m crm_core.quality.search FOLDER VERSION`.

A process of its own does it: half a million customers take a minute and a gigabyte, which goes back to the system.
The outcome is kept per version as JSON; it holds customer numbers and reasons, phones and addresses only masked.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from crm_core.access.member_list import masked_id
from crm_core.engines.duckdb import open_lake
from crm_core.marts.build import complete
from crm_core.quality.duplicates import Group, Proposals, Record, find_duplicates
from crm_core.quality.edges import CommonKey

HERE = Path(__file__).parent
MARTS = HERE.parent / "marts"
KEPT = 3  # outcomes of the newest versions; older ones are found again when somebody asks
FORM = 1  # of the kept file; another number is not read


def kept_path(folder: Path, version: int) -> Path:
    """Where the outcome for a version lies."""
    return folder / "quality" / f"duplicates-{version}-{FORM}.json"


def kept_proposals(folder: Path, version: int) -> Proposals | None:
    """What was found in a version, or None where nobody searched it yet."""
    path = kept_path(folder, version)
    if not path.exists():
        return None
    raw = json.loads(path.read_text("utf-8"))
    groups = tuple(
        Group(tuple(g["customer_ids"]), g["kept_id"], g["score"], tuple(g["reasons"])) for g in raw["groups"]
    )
    return Proposals(groups, tuple(CommonKey(**key) for key in raw["common"]), raw["compared"])


def search(folder: Path, version: int) -> None:
    """Search a version for duplicates in a process of its own and keep the outcome.

    Errors: RuntimeError with the reason when the search did not succeed; nothing is kept then.
    """
    command = [sys.executable, "-m", "crm_core.quality.search", str(folder), str(version)]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"the process ended with {done.returncode}"])[-1]
        raise RuntimeError(f"The search for duplicates in version {version} did not succeed: {reason}")


def find(folder: Path, version: int) -> Proposals:
    """Search a version in this process and keep the outcome."""
    found = find_duplicates(*_given(folder, version))
    common = tuple(CommonKey(key.kind, str(_masked(key.key)), key.customers) for key in found.common)
    outcome = Proposals(found.groups, common, found.compared)
    path = kept_path(folder, version)
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(asdict(outcome), ensure_ascii=False), "utf-8")
    unfinished.rename(path)
    _sweep(path.parent)
    return outcome


def _given(folder: Path, version: int) -> tuple[list[Record], list[tuple[str, ...]]]:
    con = open_lake(folder, version=version)
    con.execute("attach ':memory:' as source")
    complete(con, copies_small=False)
    con.execute((MARTS / "customer_keys.sql").read_text("utf-8"))
    rows = con.execute((HERE / "customers_to_compare.sql").read_text("utf-8")).fetchall()
    refused = con.execute((HERE / "refused_groups.sql").read_text("utf-8")).fetchall()
    con.close()
    return [Record(*row) for row in rows], [tuple(row[0]) for row in refused]


def _masked(key: str) -> object:
    """A phone or an address as everyone may see it; other phones than mobile ones show their last two digits."""
    masked = masked_id(key)
    return masked if masked != key else "*" * max(len(key) - 2, 1) + key[-2:]


def _sweep(folder: Path) -> None:
    """Keep the outcomes of the newest versions."""
    files = sorted(folder.glob("duplicates-*.json"), key=lambda path: int(path.stem.split("-")[1]))
    for path in files[:-KEPT]:
        path.unlink()


if __name__ == "__main__":
    find(Path(sys.argv[1]), int(sys.argv[2]))
