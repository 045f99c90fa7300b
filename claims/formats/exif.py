"""Which way up a photograph is: the one thing in its Exif data that is kept."""

import struct

UPRIGHT = 1
_TAG, _SHORT = 0x0112, 3
_ENTRY = 12  # bytes


def orientation(tiff: bytes) -> int:
    """Return the orientation, 1 to 8, of Exif data from its byte order on.

    1, upright, where it says nothing, or nothing that can be read: a picture is none the worse.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return UPRIGHT
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return UPRIGHT
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    last = min(start + 2 + count * _ENTRY, len(tiff)) - _ENTRY
    for at in range(start + 2, last + 1, _ENTRY):
        tag, kind, values, value = struct.unpack_from(f"{order}HHIH", tiff, at)
        if (tag, kind, values) == (_TAG, _SHORT, 1) and 1 <= value <= 8:
            return int(value)
    return UPRIGHT


def only(orientation: int) -> bytes:
    """Return Exif data, from its byte order on, that says the orientation and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _TAG, _SHORT, 1, orientation, 0, 0)
