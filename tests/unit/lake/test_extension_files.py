"""The store's extensions: only files with a good signature are loaded, wherever they were checked before."""

import os
import shutil

import duckdb
import pytest

import crm_core.engines.duckdb as engine


@pytest.fixture
def changed_files(tmp_path, monkeypatch):
    """Copies of the files, one of them with a changed byte in its middle."""
    paths = [shutil.copy2(path, tmp_path / path.name) for path in engine.extension_files()]
    with paths[0].open("r+b") as file:
        file.seek(paths[0].stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    monkeypatch.setattr(engine, "extension_files", lambda: paths)
    return paths


def test_a_changed_extension_is_refused_also_after_the_right_one_was_checked(tmp_path, changed_files, monkeypatch):
    for checked in ("", os.environ.get(engine.CHECKED, "another file")):
        monkeypatch.setenv(engine.CHECKED, checked)
        with pytest.raises(duckdb.IOException, match="signature"):
            engine.open_lake(tmp_path)
        assert os.environ[engine.CHECKED] == checked


def test_a_checked_file_is_not_checked_again(tmp_path, monkeypatch):
    monkeypatch.setenv(engine.CHECKED, "")
    allowed = []
    for _ in "12":
        con = engine.open_lake(tmp_path)
        allowed.append(con.execute("select current_setting('allow_unsigned_extensions')").fetchone()[0])
        con.close()
    assert allowed == [False, True]
