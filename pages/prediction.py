"""Who will still buy, and what will they be worth?"""

from ui.frame import this_page
from ui.members import members_below
from ui.prediction import forecast_head

page = this_page()
forecast_head(page)
members_below(page, ("prediction.kpis",))
page.row("prediction.alive", "prediction.clv")
page.row("prediction.backtest", "prediction.tracking")
