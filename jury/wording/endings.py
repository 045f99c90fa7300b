"""What is said of cases that come to no count."""

from flask_babel import lazy_gettext as _l

# Why a case can come to no count, told while it is not void yet.
HOPELESS = {
    "too few": _l(
        "The whole roll has fewer members than a decision of this case takes. Publish a roll with "
        "more, if more have passed the exam by now; the standard of the case cannot be changed."
    ),
    "nobody left": _l(
        "Everybody on the roll has been asked, and too few are left to decide anything. Nobody "
        "else can be drawn for this case."
    ),
    "not kept": _l(
        "Not all trustees have put their words on paper in the time for it, so the poll cannot "
        "open. Ask them first: they can still do it. Whoever has lost their words cannot."
    ),
    "key gone": _l(
        "What opens the box is not where it was put. If a disk is only not there for a while, "
        "have whoever runs this server bring it back, and look again."
    ),
}
# What is said in place of what it was about.
ENDED = {
    "withdrawn": _l("A case that was withdrawn"),
    "void": _l("A case that was declared void"),
}
# Why a case is void.
WHY_VOID = {
    "no panel": _l(
        "On the whole roll there were too few who could sit, so nothing could be decided."
    ),
    "key lost": _l(
        "What opens the box was lost, or too few trustees brought their part of it in time."
    ),
}
