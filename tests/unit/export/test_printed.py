import re
import shutil
import stat
import xml.etree.ElementTree as ET

import pytest

from crm_core.export import browser
from crm_core.export.printed import pdf_bytes, picture_bytes
from crm_core.refusal import Refused

drawn = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@drawn
def test_a_report_is_printed_with_a_page_for_every_section(reports):
    pdf = pdf_bytes(reports("overview"))
    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == 5


@drawn
def test_a_chart_alone_is_a_picture_with_its_title_and_band(hostile):
    svg = picture_bytes(hostile, "overview.revenue_by_dimension", "svg").decode("utf-8")
    root = ET.fromstring(svg)
    assert root.get("width") == "960"
    text = "".join(root.itertext())
    assert hostile.section("overview.revenue_by_dimension").title in text
    assert "2026-01-02 03:04" in text
    assert "<script" not in svg
    png = picture_bytes(hostile, "overview.revenue_by_dimension", "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == 1920


def test_without_a_browser_the_sentence_says_what_to_install(monkeypatch, hostile):
    monkeypatch.setenv("ZHIKE_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Refused) as refused:
        pdf_bytes(hostile)
    assert "apt-get install chromium" in refused.value.sentence("zh")


@pytest.mark.parametrize("does", ["sleep 30", "exit 1", "exit 0"])
def test_a_browser_that_hangs_fails_or_prints_nothing_is_ended_and_said(monkeypatch, tmp_path, does):
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("ZHIKE_CHROMIUM", str(program))
    with pytest.raises(Refused) as refused:
        browser.printed(b"<p>", timeout_s=0.5)
    assert refused.value.code == "chromium_failed"


def test_a_metric_without_a_chart_has_no_picture(hostile):
    with pytest.raises(Refused) as refused:
        picture_bytes(hostile, "overview.kpis", "png")
    assert refused.value.code == "no_chart"
