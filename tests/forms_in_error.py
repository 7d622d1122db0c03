"""A form as somebody careless sends it, and whether the page that comes says well what is wrong."""

from collections.abc import Iterator
from typing import Any

# What nobody means: no address, no day, no number.
NONSENSE = {"email": "kdokoli@", "date": "31. 2.", "datetime-local": "31. 2.", "number": "mnoho"}
BUTTONS = ".//button[not(@type) or @type='submit'] | .//input[@type='submit']"
SUMMARY = "//*[@class='error-summary']"
INVALID = "//*[@aria-invalid='true']"
ERRORS = "//*[@class='field__error' or @class='errorlist']"
CHOSEN = ("checkbox", "radio", "submit", "file", "image", "reset", "button")


def sent_carelessly(form: Any) -> dict[str, list[str]]:
    """Everything that can be left empty is, or holds what it cannot mean; with the first button."""
    said: dict[str, list[str]] = {}
    for control in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        kind = control.get("type", "text") if control.tag == "input" else control.tag
        if kind not in CHOSEN and control.get("disabled") is None:
            typed = control.get("value", "") if kind == "hidden" else NONSENSE.get(kind, "")
            said.setdefault(control.get("name"), []).append(typed)
    buttons = form.xpath(BUTTONS)
    primary = [one for one in buttons if "primary" in one.get("class", "")]
    for button in [one for one in (primary or buttons)[:1] if one.get("name")]:
        said[button.get("name")] = [button.get("value", "")]
    return said


def posting_forms(page: Any) -> Iterator[Any]:
    """All but the one in the head of the administration that signs out."""
    return (
        form for form in page.forms if form.method == "POST" and form.get("id") != "logout-form"
    )


def is_in_error(page: Any) -> bool:
    return bool(page.xpath(f"{ERRORS} | {SUMMARY} | {INVALID}"))


def faults(page: Any) -> list[str]:
    """What is missing for somebody who only hears the page, or goes through it by keyboard."""
    summaries = page.xpath(SUMMARY)
    if not summaries:
        return ["it has no summary"]
    told = [
        "the summary does not take the focus"
        for one in summaries[:1]
        if (one.get("role"), one.get("tabindex")) != ("alert", "-1") or one.get("autofocus") is None
    ]
    targets = {address[1:] for address in page.xpath(f"{SUMMARY}//a/@href[starts-with(., '#')]")}
    known = {element.get("id"): element for element in page.xpath("//*[@id]")}
    told += [f"the summary leads nowhere: #{target}" for target in sorted(targets - set(known))]
    invalid = page.xpath(INVALID)
    for control in invalid:
        told += _not_told(control, targets, known)
    if page.xpath(ERRORS) and not invalid:
        told.append("no field says that it is wrong")
    if not page.findtext(".//title").strip().startswith(("Chyba", "Error")):
        told.append(f"the title keeps silent: {page.findtext('.//title').strip()}")
    return told


def _not_told(control: Any, targets: set[str], known: dict[str, Any]) -> list[str]:
    # One of several is told of by what holds them all.
    if control.get("type") in {"radio", "checkbox"}:
        control = next(control.iterancestors("fieldset"), control)
    name = control.get("name") or control.get("id") or control.findtext("legend")
    parts = list(control.iter("*"))
    near = {one.get("id") for one in [*parts, control.getparent()]}
    if str(control.get("id")).endswith("_1"):
        # Of day and time the day is led to.
        near.add(control.get("id").removesuffix("_1") + "_0")
    told = [] if near & targets else [f"no link of the summary leads to {name}"]
    described = " ".join(one.get("aria-describedby") or "" for one in parts).split()
    if not any(_is_error(known[one]) for one in described if one in known):
        told.append(f"{name} is not described by what is wrong with it")
    return told


def _is_error(element: Any) -> bool:
    says = bool(element.text_content().strip())
    return says and bool({"field__error", "errorlist"} & set(element.get("class", "").split()))
