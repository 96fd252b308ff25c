"""Thirty tasks in forms and dialogs: Swing, FLTK, wxWidgets, a page in Firefox, yad, zenity."""

from collections.abc import Callable

from tests.bench.offline_tasks import apps
from tests.bench.offline_tasks.case import Case, Facts


def _said(*lines: str, code: int = 0) -> Callable[[Facts], bool]:
    return lambda held: str(held["said"]) == "\n".join(lines) and held["code"] == code


_SWING = [
    Case(
        "swing",
        apps.swing,
        'fill "Guest name" with "Ada Lovelace"; fill "E-mail" with "ada@engine.example"; '
        'tick "Breakfast included"; click "Book room"',
        {"name": "Ada Lovelace", "mail": "ada@engine.example", "breakfast": "true", "pressed": "Book room"},
    ),
    Case(
        "swing",
        apps.swing,
        'select "Suite" from "Room type"; untick "Late check-out"; tick "In cash"; check that "In cash" is ticked',
        {"type": "Suite", "late": "false", "cash": "true", "pressed": ""},
    ),
    Case(
        "swing",
        apps.swing,
        'click the "Extras" tab; click "Bicycle"; click the "Wishes" tab; '
        'type "A room with a view" into "Special wishes"; tick "Quiet side"',
        {"extra": "Bicycle", "wishes": "A room with a view", "quiet": "true"},
    ),
    Case(
        "swing",
        apps.swing,
        'open the "Booking" menu and click "Hold until noon"; fill "Nights" with "4"; press tab; '
        'check that "Nights" is "4"',
        {"pressed": "Hold until noon", "nights": "4"},
    ),
    Case(
        "swing",
        apps.swing,
        'fill "Guest name" with "Grace"; check that "Guest name" is "Grace Hopper"; click "Book room"',
        {"pressed": ""},
        refused=True,
    ),
]
_FLTK = [
    Case(
        "fltk",
        apps.fltk,
        'fill "Recipient" with "Marie Curie"; fill "Street" with "12 Rue Cuvier"; '
        'fill "Weight (g)" with "750"; click "Make label"',
        {"recipient": "Marie Curie", "street": "12 Rue Cuvier", "weight": "750", "pressed": "Make label"},
    ),
    Case(
        "fltk",
        apps.fltk,
        'tick "Fragile goods"; untick "Insured"; tick "Abroad"',
        {"fragile": "1", "insured": "0", "abroad": "1"},
    ),
    Case(
        "fltk",
        apps.fltk,
        'select "Overnight" from "Service"; click "Banana box"; click "Show price"',
        {"service": "Overnight", "size": "Banana box", "pressed": "Show price"},
    ),
    Case(
        "fltk",
        apps.fltk,
        'open the "Label" menu and click "Export list"; open the "Tools" menu and click "Calibrate scale"',
        {"pressed": "Export list,Calibrate scale"},
    ),
    Case(
        "fltk",
        apps.fltk,
        'type "Leave with the neighbour" into "Remarks"; '
        'check that "Remarks" contains "neighbour"; check that "Insured" is ticked',
        {"remarks": "Leave with the neighbour", "insured": "1"},
    ),
]
_WX = [
    Case(
        "wx",
        apps.wx,
        'fill "Pet\'s name" with "Mimi"; fill "Chip number" with "276098100123456"; '
        'tick "Vaccinated"; click "Register pet"',
        {"name": "Mimi", "chip": "276098100123456", "vaccinated": True, "pressed": ["Register pet"]},
    ),
    Case(
        "wx",
        apps.wx,
        'select "Tortoise" from "Kind"; fill "Age in years" with "42"; untick "Lives indoors"',
        {"kind": "Tortoise", "age": 42, "indoor": False},
    ),
    Case(
        "wx",
        apps.wx,
        'tick "Female"; open the "Registry" menu and click "Archive entry"',
        {"sex": "Female", "pressed": ["Archive entry"]},
    ),
    Case(
        "wx",
        apps.wx,
        'click the "Owner" tab; fill "Owner" with "Karel Novak"; fill "Telephone" with "+420 123 456"; '
        'click "Hillside"; tick "Reminders by mail"',
        lambda held: held["phone"] == "+420 123 456" and held["district"] == "Hillside" and held["mail"] is True,
    ),
    Case("wx", apps.wx, 'check that "Vaccinated" is ticked; click "Register pet"', {"pressed": []}, refused=True),
]
_FIREFOX = [
    Case(
        "firefox",
        apps.firefox,
        'fill "Full name" with "Vera Rubin"; select "Astronomy" from "Course"; '
        'tick "Order materials"; click "Enrol now"; wait for "Thank you for enrolling"',
        {"name": "Vera Rubin", "course": "Astronomy", "materials": True, "pressed": ["enrol"]},
    ),
    Case(
        "firefox",
        apps.firefox,
        'tick "Thursday"; untick "Student card"; check that "Thursday" is ticked',
        {"day": "thu", "card": False},
    ),
    Case(
        "firefox",
        apps.firefox,
        'fill "Street and number" with "Lindenallee 7"; '
        'type "I come by bicycle" into "Remarks"; check that "Street and number" is "Lindenallee 7"',
        {"street": "Lindenallee 7", "remarks": "I come by bicycle"},
    ),
    Case(
        "firefox",
        apps.firefox,
        'type "glaze" into "Search the catalogue"; tick "Newsletter"',
        {"search": "glaze", "news": True},
    ),
    Case("firefox", apps.firefox, 'click "Cancel my enrolment"', {"pressed": []}, refused=True),
]
_YAD_FORM = ("yad", "--form", "--width=460", "--separator=|", "--field=Full name", "--field=Town", "--field=Size:CB",
             "--field=Express delivery:CHK", "--field=Copies:NUM",
             "", "", "Small!Medium!Large", "FALSE", "1")  # fmt: skip
_YAD_LIST = ("yad", "--list", "--width=460", "--height=300", "--separator=|", "--column=City", "--column=Country",
             "Lisbon", "Portugal", "Riga", "Latvia", "Turin", "Italy", "Bergen", "Norway")  # fmt: skip
_YAD_BOXES = ("yad", "--form", "--width=420", "--separator=|", "--field=Write a log:CHK", "--field=Keep copies:CHK",
              "--field=Quality:CB", "--field=Comment:TXT", "TRUE", "FALSE", "Draft!Normal!Best", "")  # fmt: skip
_YAD = [
    Case("yad", apps.dialog("Order slip", *_YAD_FORM), 'fill "Full name" with "Rosa Parks"; fill "Town" with '
         '"Montgomery"; click "OK"', lambda held: str(held["said"]).startswith("Rosa Parks|Montgomery|Small|FALSE|")),
    Case("yad", apps.dialog("Order slip", *_YAD_FORM), 'select "Large" from "Size"; tick "Express delivery"; '
         'click "OK"',
         lambda held: str(held["said"]).startswith("||Large|TRUE|")),
    Case("yad", apps.dialog("Cities", *_YAD_LIST), 'click "Turin"; click "OK"', _said("Turin|Italy|")),
    Case("yad", apps.dialog("Backup", *_YAD_BOXES), 'untick "Write a log"; tick "Keep copies"; '
         'type "nightly" into "Comment"; click "OK"', _said("FALSE|TRUE|Draft|nightly|")),
    Case("yad", apps.dialog("Order slip", *_YAD_FORM), 'fill "Copies" with "12"; press tab; click "OK"',
         lambda held: str(held["said"]).startswith("||Small|FALSE|12")),
]  # fmt: skip
_ZENITY_FORM = ("zenity", "--forms", "--text=New member", "--add-entry=First name", "--add-entry=Family name",
                "--add-combo=Section", "--combo-values=Rowing|Chess|Choir")  # fmt: skip
_ZENITY_LIST = ("zenity", "--list", "--checklist", "--height=320", "--column=Take", "--column=Tool", "FALSE", "Saw",
                "FALSE", "Drill", "TRUE", "Level", "FALSE", "Ladder")  # fmt: skip
_ZENITY_RADIO = ("zenity", "--list", "--radiolist", "--height=300", "--column=Pick", "--column=Drink", "TRUE", "Coffee",
                 "FALSE", "Mint tea", "FALSE", "Cocoa")  # fmt: skip
_ZENITY = [
    Case("zenity", apps.dialog("Membership", *_ZENITY_FORM), 'fill "First name" with "Nadia"; fill "Family name" with '
         '"Comaneci"; select "Choir" from "Section"; click "OK"', _said("Nadia|Comaneci|Choir")),
    Case("zenity", apps.dialog("Toolbox", *_ZENITY_LIST), 'tick "Drill"; untick "Level"; tick "Ladder"; click "OK"',
         _said("Drill|Ladder")),
    Case("zenity", apps.dialog("Drinks", *_ZENITY_RADIO), 'tick "Mint tea"; click "OK"', _said("Mint tea")),
    Case("zenity", apps.dialog("Question", "zenity", "--question", "--text=Keep the old version?"),
         'check that "Keep the old version?" is visible; click "No"', _said("", code=1)),
    Case("zenity", apps.dialog("Name the file", "zenity", "--entry", "--text=Enter a name:", "--entry-text=draft"),
         'check that "Enter a name" is "draft"; fill "Enter a name" with "final version"; press enter',
         _said("final version")),
]  # fmt: skip
FORM_CASES = (*_SWING, *_FLTK, *_WX, *_FIREFOX, *_YAD, *_ZENITY)
