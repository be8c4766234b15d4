"""The page of what-ifs: the link says how far each lever is pushed, and claims from elsewhere stand apart."""

from crm_core.text import t


def test_a_lever_stands_where_the_link_says_and_claims_stand_beside_the_own_numbers(open_page, texts):
    test = open_page("whatif", "en", **{"whatif.levers.price": "0.03"})
    assert not test.exception
    assert [slider.value for slider in test.slider] == [5.0, 2.0, 3.0, 5.0]
    assert len(test.get("plotly_chart")) == 4
    shown = texts(test)
    assert t("levers.others.loyalty", "en") in shown
    assert t("levers.others.title", "en") in shown
    test.slider[0].set_value(8.0).run()
    assert test.query_params["whatif.levers.loyalty"] == "0.08"
