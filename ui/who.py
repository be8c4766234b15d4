"""Who is reading, where people sign in; without signing in everyone is the same nobody."""

import streamlit as st


def reader_name() -> str:
    """The reader's address as the company's sign-in gives it, else an empty text."""
    return str(st.user.get("email") or "")
