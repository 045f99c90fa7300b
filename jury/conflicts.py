"""What the room above knows of a case, and jurors must not: whether somebody may not judge it, and
whether an officer prepared it or wrote for the plan in it, who then decides on no challenge.

The jury knows no parties of a claim. It declares the ports; `app.py` plugs in the room that does.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Asked with the reference of a case and an account; of a conflict at each vote anew: weeks lie
# between.
Provider = Callable[["Session", str, str], bool]
