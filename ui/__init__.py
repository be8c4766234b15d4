"""All of Streamlit that is not a page."""
