"""Who could read a ballot while its poll was open, in a sentence, by who holds the case's key."""

from flask_babel import gettext as _

Sharing = tuple[int, int] | None  # how many of how many trustees hold a key; None: the house does


def could_open(sharing: Sharing) -> str:
    """Return who could open the box of a case early."""
    if sharing is None:
        told = _(
            "Its key is with us: whoever runs this server could read ballots before the poll "
            "closes."
        )
    else:
        told = _(
            "Its key is with %(count)s trustees in parts: %(threshold)s of them together could "
            "read ballots before the poll closes.",
            threshold=sharing[0],
            count=sharing[1],
        )
    return str(told)


def before_it_was_destroyed(sharing: Sharing) -> str:
    """Return who could have opened a box whose key is no more."""
    if sharing is None:
        told = _("Before that, whoever runs this server could have read them.")
    else:
        told = _(
            "Before that, %(threshold)s of its %(count)s trustees together could have read them.",
            threshold=sharing[0],
            count=sharing[1],
        )
    return str(told)
