"""Doors of the members' room: join, sign in and out, my page, my desk, the people."""

from members.views import joining, leaving, mail, password, people, signing
from members.views.mine import waiting_for_me
from members.views.people import waiting
from members.views.room import logins, recognise, room

__all__ = [
    "joining",
    "leaving",
    "logins",
    "mail",
    "password",
    "people",
    "recognise",
    "room",
    "signing",
    "waiting",
    "waiting_for_me",
]
