import contextlib

from serving import serve, wait_for


def test_the_first_ever_request_may_be_a_deep_link(chromium, tmp_path, sample_workspace):
    # Streamlit's older router would run the page without its entry script here.
    with (tmp_path / "log").open("wb") as log:
        url, process = serve(sample_workspace, log)
        try:
            wait_for(url, process)
            with contextlib.closing(chromium.new_page(locale="zh-CN")) as page:
                page.goto(url + "/value?f=customers.region:华东")
                page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
                assert page.locator("h1").inner_text() == "谁在带来价值"
                assert page.get_by_text("地区：华东").count() == 1
                assert page.locator(".zk-nav").get_by_text("总览").count() == 1
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_the_first_page_is_found_by_its_name_too(visit):
    view = visit()
    page = view.open("/overview?f=customers.region:%E5%8D%8E%E4%B8%9C", 3)
    assert page.get_by_text("地区：华东").count() == 1
    assert page.get_by_role("dialog").count() == 0
    assert view.errors == []
