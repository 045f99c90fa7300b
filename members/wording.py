"""What the mails of the members' room say."""

from collections.abc import Sequence

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from kernel.mail import HERE
from kernel.settings import Settings
from members.digest import Line

Said = tuple[str, str]  # subject, body


def digest(settings: Settings, lines: Sequence[Line]) -> Said:
    """Return the mail that tells what waits for a member."""
    told = "\n\n".join("\n".join(_about(settings, line)) for line in lines)
    rhythm = _("Such a mail comes once a day at most, when something new waits for you.")
    return _("What waits for you at Venire"), f"{_('This waits for you:')}\n\n{told}\n\n{rhythm}"


def _about(settings: Settings, line: Line) -> list[str]:
    number = ngettext("%(num)s of them", "%(num)s of them", line.count) if line.count > 1 else ""
    until = ""
    if line.until:
        until = _("until %(until)s", until=format_datetime(line.until, _("d MMMM y, HH:mm z")))
    facts = ", ".join(filter(None, (line.ref, number, until)))
    return [*filter(None, (line.title, facts)), f"{settings.base_url}{line.url}"]


def joining(known: bool, settings: Settings) -> Said:
    """Return the mail to one who wants to join. known: whether the address has an account."""
    asked = _("Somebody, most likely you, wants to join Venire with this address.")
    if known:
        said = _("There is an account for it already. Sign in here:")
        where = f"{settings.base_url}/sign-in"
    else:
        said, where = _("Go on here; the link is good for a day, and once:"), HERE
    return _("Joining Venire"), _closed(asked, said, where)


def forgotten(known: bool, settings: Settings) -> Said:
    """Return the mail to one who has forgotten a password. known: as in `joining`."""
    asked = _("Somebody, most likely you, asked for a new password at Venire.")
    if known:
        said, where = _("Choose one here; the link is good for two hours, and once:"), HERE
    else:
        said = _("There is no account for this address. It may be another one; or join here:")
        where = f"{settings.base_url}/join"
    return _("A new password at Venire"), _closed(asked, said, where)


def _closed(asked: str, said: str, where: str) -> str:
    nobody = _("If it was not you, leave it be: nothing happens.")
    return f"{asked}\n\n{said}\n{where}\n\n{nobody}"
