"""What somebody typed into a form that could not be taken: shown to them once, to copy.

A session ends while people write. What they wrote is then nowhere but in what they sent, and a page
kept by no cache cannot be gone back to. Shown is only what a page of ours sent: another site may
send a form here too, and what it put in must not stand on our pages.
"""

import re

from flask import request

from kernel.forms import showable, strip

NEVER_SHOWN = frozenset({"csrf_token", "password", "new_password", "words"})  # secrets
# What forms say by themselves: a choice, a number, a day, an id.
_SIGN = re.compile(r"[a-z0-9_.:+/=-]*")


def typed() -> list[str]:
    """Return what was typed into the form that this request brings, each text once, in its order.

    Left out are secrets, choices and numbers, and letters that no page can show.
    """
    if not _is_ours():
        return []
    texts = [
        strip("".join(letter for letter in text if letter in "\r" or showable(letter)))
        for name, text in request.form.items(multi=True)
        if name not in NEVER_SHOWN
    ]
    return list(dict.fromkeys(text for text in texts if not _SIGN.fullmatch(text)))


def _is_ours() -> bool:
    """Whether a page of this site sent the form. Browsers say so, and no page can lie about it."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and request.headers.get("Origin") == request.host_url.rstrip("/")
