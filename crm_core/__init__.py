"""The core of Zhike: schema, import, store, metrics and figures, without any user interface."""
