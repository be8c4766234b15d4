"""A screen on the wall: the same page without what is there to be clicked, drawn again every few minutes."""

import streamlit as st

from ui.link import put, query

EVERY_SECONDS = 300
_STYLE = """<style>
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"], .st-key-bar_controls, .st-key-bar_days,
.st-key-bar_add, .st-key-chips_clear, .zk-drawer, .st-key-share, .st-key-export, .st-key-headline_more,
[class*="st-key-more_"], [class*="st-key-kpi_list_"] { display: none; }
.st-key-bar_drawer { display: flex; }
.st-key-wall_leave { position: fixed; opacity: 0; pointer-events: none; }
[data-testid="stMainBlockContainer"] { max-width: none; padding-top: 1rem; }
</style>"""
_ESCAPE = """
window.zkWall ??= document.addEventListener('keydown', event => {
  if (event.key === 'Escape') document.querySelector('.st-key-wall_leave button')?.click();
}) ?? true;
"""


def wall() -> None:
    """Where the link asks for it: hide the controls, refresh, and leave by Esc."""
    if query().get("wall") != ["1"]:
        return
    st.html(_STYLE)
    with st.container(key="wall_leave", width=1, height=1):
        st.button("×", on_click=put, kwargs={"wall": None})
    st.html(f"<script>{_ESCAPE}</script>", unsafe_allow_javascript=True)
    _again()


@st.fragment(run_every=EVERY_SECONDS)
def _again() -> None:
    """Runs alone every few minutes; the first run of it belongs to the page."""
    state = st.session_state
    if state.get("wall_drawn"):
        state["wall_drawn"] = False
        st.rerun(scope="app")
    state["wall_drawn"] = True
