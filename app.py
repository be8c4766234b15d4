"""The ASGI application: security headers, the page's language, warm-up. `streamlit run app.py` starts it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from ui.errors import show_error
from ui.look import first_style
from ui.store import prepared
from ui.warm import rest, settle, warm

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    ]
)
# Before anything of Streamlit's runs: it asks the browser for dark or light only once it is loaded.
_FIRST = b"<head><script>" + Path(__file__).with_name("ui").joinpath("first.js").read_bytes() + b"</script>"
# After Streamlit's own sheets, so that it holds.
_LOOK = f"<body><style>{first_style()}</style>".encode()
HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
]


class Guard:
    """Puts the security headers on every answer and the right language on the index page."""

    def __init__(self, app: Callable[[Message, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass one request on; websockets pass untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        headers = scope["headers"]
        if any(name == b"accept" and b"text/html" in value for name, value in headers):
            # A compressed page could not be written into; it is small.
            scope = {**scope, "headers": [pair for pair in headers if pair[0] != b"accept-encoding"]}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in HEADERS}
                kept = [pair for pair in message["headers"] if pair[0].lower() not in names]
                message["headers"] = kept + HEADERS
                if any(name == b"content-type" and value.startswith(b"text/html") for name, value in kept):
                    start.update(message)
                    return
            if start and message["type"] == "http.response.body":
                await _send_page(start, message, send)
                return
            await send(message)

        await self.app(scope, receive, guarded)


async def _send_page(start: Message, message: Message, send: Send) -> None:
    """The index page with the link's theme and the look, in Chinese: browsers choose fonts and hyphenation by it."""
    body = message.get("body", b"").replace(b'<html lang="en">', b'<html lang="zh-CN">')
    body = body.replace(b"<head>", _FIRST).replace(b"<body>", _LOOK)
    if not start.get("sent"):
        length = str(len(body)).encode()
        whole = not message.get("more_body")
        headers = [(n, length if n == b"content-length" and whole else v) for n, v in start["headers"]]
        await send({**start, "headers": headers})
        start["sent"] = True
    await send({**message, "body": body})


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """An empty workspace gets the sample company, and what the first page needs is there before anybody asks."""
    await run_in_threadpool(prepared)
    await run_in_threadpool(warm)
    await run_in_threadpool(settle)
    resting = asyncio.create_task(rest())
    yield {}
    resting.cancel()


def home(request: Request) -> RedirectResponse:
    """The first page by its own name: Streamlit knows it by the bare address alone."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


app = st.App(
    "ui/main.py",
    lifespan=lifespan,
    routes=[Route("/overview", home)],
    middleware=[Middleware(Guard)],
    on_script_error=show_error,
)
