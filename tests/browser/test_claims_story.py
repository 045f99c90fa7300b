"""A claim from its filing to its frozen file, as a claimant and two officers would do it.

Told twice: once with JavaScript and once without. What the claimant wrote of people and places is
looked for in all that jurors would read.
"""

from datetime import timedelta

import pytest

from rules.actions import load_book
from tests.browser.test_story import follow, press, sign_in
from tests.village import settle

STORY = (
    "I felt a stitch in spring. Dr Anna Birch at Hill Hospital found a tumour of the lung. My "
    "neighbour Peter Lund drove me. Call me at 13912345678."
)
SECRETS = ("Birch", "Hill Hospital", "Lund", "13912345678", "Clara")
TWELVE = "Twelve: 12 seats, at least 2/3 for either side"
QUIZ = ("Who examined the claimant?", "What was found?", "Who refused the claim?")


def fill(page, **fields):
    """Fill in fields by their names; a list checks boxes."""
    for name, value in fields.items():
        if isinstance(value, list):
            for one in value:
                page.locator(f"main [name={name}][value='{one}']").check()
        else:
            page.locator(f"main [name={name}]").fill(value)


def told(page):
    return page.locator("main").inner_text()


@pytest.fixture
def people(new_page, live, request):
    """Sign in people of the village, each with a browser of their own."""
    with live.work() as w:
        load_book(w)
        settle(w, jurors=2)

    def enter(name, script):
        page = new_page(java_script_enabled=script, viewport={"width": 360, "height": 800})
        sign_in(page, name)
        return page

    return enter


@pytest.mark.parametrize("script", [True, False], ids=["javascript", "no-javascript"])
def test_a_claim_is_filed_disputed_made_anonymous_and_frozen(people, live, axe, script):
    clara, olive, oscar = (people(name, script) for name in ("clara", "olive", "oscar"))
    look = axe if script else told  # axe is a script itself
    today = live.clock.now.date()

    # The claimant files, in a few fields and in her own words.
    clara.goto("/claims/")
    follow(clara, "File a claim")
    fill(clara, benefit=["illness"], whom=["myself"])
    press(clara, "Save, and go on")
    fill(clara, story=STORY)
    fill(clara, named_1_name="Hill Hospital", named_2_name="Dr Anna Birch")
    press(clara, "Save")
    assert "Say on which day the illness was first diagnosed." in told(clara)
    fill(clara, diagnosed=(today - timedelta(days=20)).isoformat())
    press(clara, "Save and hand it in")
    press(clara, "Hand it in")
    assert "An officer looks into your claim" in told(clara)
    where = clara.url

    # An officer looks into it and refuses; she disputes it.
    olive.goto("/desk/")
    follow(olive, "Claims to look into")
    assert "Hill Hospital" in told(olive)
    olive.get_by_text("All other clauses").click()
    fill(olive, title="A tumour of the lung", decision=["refuse"], clauses=["health-disclosure"])
    fill(olive, reason="A cough was not disclosed.", cost="2750")
    press(olive, "Decide")
    clara.goto(where)
    assert "A cough was not disclosed." in told(clara)
    follow(clara, "Dispute it")
    fill(clara, why="I had no cough before I joined.")
    press(clara, "Dispute it")

    # Both sides write.
    follow(clara, "Write your statement")
    fill(clara, text=f"There was no cough. {STORY}")
    press(clara, "Save and hand it in")
    press(clara, "Hand it in")
    olive.goto("/claims/desk/")
    follow(olive, "Write the plan's statement")
    fill(olive, text="Hill Hospital noted a cough in a letter to Clara.")
    press(olive, "Save and hand it in")
    press(olive, "Hand it in")
    for _ in range(2):  # neither side replies
        live.clock.move(days=3)
        live.tick()
    for page, name in ((clara, "clara"), (olive, "olive"), (oscar, "oscar")):
        sign_in(page, name)  # days have passed

    # The officer prepares the file, says how the jury is to decide, and may not approve it.
    ref = where.rstrip("/").rpartition("/")[2]
    olive.goto(f"/claims/{ref}/edit")
    fill(
        olive,
        question="Is the claim to be paid?",
        summary="Clara was told by Dr Birch of a tumour.",
        standard=["twelve"],
    )
    for number, stem in enumerate(QUIZ, 1):
        fill(olive, **{f"quiz_{number}_stem": stem})
        for option, words in enumerate(("One", "Two", "Three"), 1):
            fill(olive, **{f"quiz_{number}_option_{option}": f"{words} {number}"})
        fill(olive, **{f"quiz_{number}_key": ["0"]})
    press(olive, "Save")
    look(olive)
    press(olive, "Save and send for review")
    assert "A second officer has to approve it." in told(olive)
    assert olive.get_by_role("button", name="Approve the summary").count() == 0

    # The second officer reads both texts side by side, and hides what the rules found.
    oscar.goto("/desk/")
    oscar.goto(f"/claims/{ref}/review")
    look(oscar)
    assert "Birch" in told(oscar)
    assert TWELVE in told(oscar)
    for box in oscar.locator("main [name^='flag-'][value=hide]").all():
        box.check()
    press(oscar, "Approve the summary")
    seen = told(oscar)
    assert not [secret for secret in SECRETS if secret in seen]

    # The claimant reads exactly that, and agrees.
    clara.goto(where)
    follow(clara, "Read what jurors will see")
    look(clara)
    seen = told(clara)
    assert not [secret for secret in SECRETS if secret in seen]
    assert "doctor A" in seen
    assert TWELVE in seen
    clara.locator("main [name=read]").check()
    press(clara, "Agree")

    oscar.goto(f"/claims/{ref}/freezing")
    assert TWELVE in told(oscar)
    assert oscar.locator("main [name=standard]").count() == 0
    press(oscar, "Freeze the file and hand it to the jury")
    oscar.wait_for_url(f"**/jury/bench/{ref}")
    assert TWELVE in told(oscar)
    clara.goto(where)
    assert "jury" in told(clara).lower()
