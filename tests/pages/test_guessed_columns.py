"""A file whose header says nothing: the page shows what its values fit; nothing is loaded before the reader agrees."""

from crm_core.lake import Workspace
from crm_core.text import t

ODD = "甲,乙,丙\n2024-03-05,10.50,A\n2024-03-06,20,B\n2024-03-07,30,C\n"


def test_a_guess_is_shown_and_holds_only_after_the_reader_agrees(open_page, tmp_path, texts):
    page = open_page("data", "zh", folder=tmp_path)
    page.file_uploader[0].upload("odd.csv", ODD.encode()).run()
    assert t("data.mapping.likely", "zh") in texts(page)
    boxes = {box.key: box for box in page.selectbox if box.key}
    assert [boxes[f"map_0_transactions_{at}"].value for at in range(3)] == ["order_at", "amount", "extra"]
    assert (
        boxes["map_0_transactions_0"].label
        == "甲（例：2024\\-03\\-05、2024\\-03\\-06、2024\\-03\\-07）　猜是：下单时间（把握 60%）"
    )
    assert page.button(key="import_load").disabled
    next(b for b in page.button if b.label == t("data.mapping.apply", "zh")).click().run()
    assert not page.button(key="import_load").disabled
    page.button(key="import_load").click().run()
    assert not page.exception
    assert Workspace(tmp_path).reader().facts["line_count"] == 3
