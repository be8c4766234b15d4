"""What a command names: files, and what is readable in folders."""

import pytest

from crm_core.ingest.files import files_of
from crm_core.ingest.watch import Told


def test_a_folder_gives_its_readable_files_in_order_and_sheets_belong_to_containers(tmp_path):
    for name in ("b.xlsx", "a.CSV", "~$b.xlsx", ".hidden.csv", "notes.docx", "sub/c.zip", "old.xls"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = files_of([tmp_path], "gb18030", ("客户",))
    assert [(file.name, file.encoding, file.only) for file in found] == [
        ("a.CSV", "gb18030", ()),
        ("b.xlsx", "gb18030", ("客户",)),
        ("old.xls", "gb18030", ()),
        ("c.zip", "gb18030", ("客户",)),
    ]


@pytest.mark.parametrize("name", ["nothing.csv", ""])
def test_a_path_that_leads_to_no_file_says_so(tmp_path, name):
    with pytest.raises(ValueError, match="holds no file to import"):
        files_of([tmp_path / name], None, ())


def test_a_share_that_is_told_never_falls():
    heard = []
    told = Told(lambda share, name: heard.append((share, name)))
    for share in (0.2, 0.1, 0.5, 2.0):
        told.tell(share, "a")
    assert heard == [(0.2, "a"), (0.2, "a"), (0.5, "a"), (1.0, "a")]
