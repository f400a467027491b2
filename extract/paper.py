"""What cannot be told from the paper it stands on."""

from __future__ import annotations

_WHITE_FROM = 0xFA  # a channel; paler than any letter that a printer shows


def is_white(color: str) -> bool:
    """Whether a colour of six hexadecimal digits cannot be told from white paper."""
    try:
        channels = bytes.fromhex(color)
    except ValueError:
        return False
    return len(channels) == 3 and min(channels) >= _WHITE_FROM
