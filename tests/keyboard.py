"""A page by keyboard: where the focus comes, whether that is seen, and whether it gets out."""

import itertools
from typing import Any, NamedTuple

from playwright.sync_api import Page

# More stops than any page has here, and more than a field has that asks for day, month and year.
MANY, PARTS = 400, 6
# How everything looks while nothing holds the focus, to be compared.
REMEMBER = """() => {
  window.lookOf = element => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join();
  };
  document.activeElement.blur();
  window.everyElement = [...document.querySelectorAll("*")];
  window.targets = everyElement.filter(element => element.tabIndex >= 0);
  window.unfocused = new Map(everyElement.map(element => [element, lookOf(element)]));
}"""
# A box that is ticked is drawn with its label, and as large.
STOP = """() => {
  const element = document.activeElement;
  if ([document.body, document.documentElement].includes(element)) return null;
  const drawn = [element, ...(element.matches("[type=checkbox], [type=radio]")
    ? element.labels : [])].map(one => one.getBoundingClientRect());
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  // A link that runs over lines has none of itself in the middle of its box.
  const part = element.getClientRects()[0] || box;
  const over = document.elementFromPoint(part.left + part.width / 2, part.top + part.height / 2);
  const middle = one => [one.left + one.width / 2, one.top + one.height / 2];
  const isSmall = one => one.width < 24 || one.height < 24;
  const away = (to, from) => isSmall(to) ? Math.hypot(
    middle(to)[0] - from[0], middle(to)[1] - from[1]) - 12 : Math.hypot(
    Math.max(to.left - from[0], 0, from[0] - to.right),
    Math.max(to.top - from[1], 0, from[1] - to.bottom));
  // A finger of 24 px in the middle of it touches nothing else.
  const isAlone = () => targets.every(other => other.contains(element) || element.contains(other)
    || away(other.getBoundingClientRect(), middle(box)) >= 12);
  const isInText = style.display === "inline"
    && element.parentElement.textContent.trim() !== element.textContent.trim();
  return {
    what: element.outerHTML.slice(0, 110),
    place: everyElement.indexOf(element),
    is_marked: lookOf(element) !== unfocused.get(element)
      && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        || style.boxShadow !== "none"),
    is_seen: box.width > 1 && box.height > 1 && part.bottom > 0 && part.right > 0
      && part.top < innerHeight && part.left < innerWidth,
    is_covered: over !== null && !element.contains(over) && !over.contains(element)
      && ![...element.labels || []].some(label => label.contains(over)),
    is_small: !isInText && drawn.every(isSmall) && !isAlone(),
  };
}"""


class Stop(NamedTuple):
    """Where the focus stands; `place` is the number of the element in the document."""

    what: str
    place: int
    is_marked: bool
    is_seen: bool
    is_covered: bool
    is_small: bool


def stop(page: Page) -> Stop | None:
    """None where the focus is on nothing of the page."""
    found: dict[str, Any] | None = page.evaluate(STOP)
    return Stop(**found) if found else None


def stops(page: Page, key: str = "Tab") -> list[Stop]:
    """Every stop until the focus leaves the page, or comes where it has been."""
    page.evaluate(REMEMBER)
    found: list[Stop] = []
    parts = 0
    while len(found) < MANY:
        page.keyboard.press(key)
        here = stop(page)
        parts = parts + 1 if found and here and here.place == found[-1].place else 0
        if here is None or (len(found) > 1 and here.place == found[0].place):
            return found
        if parts > PARTS or any(here.place == one.place for one in found[:-1]):
            return [*found, here]
        if not parts:
            found.append(here)
    return found


def faults(found: list[Stop]) -> list[str]:
    """What somebody at a keyboard would trip over, in stops that were made with Tab."""
    told = []
    for one in found:
        told += [f"its focus is not marked: {one.what}"] * (not one.is_marked)
        told += [f"not in sight: {one.what}"] * (not one.is_seen)
        told += [f"covered: {one.what}"] * one.is_covered
        told += [f"too small: {one.what}"] * one.is_small
    for one, after in itertools.pairwise(found):
        if after.place == one.place:
            told.append(f"no way out: {one.what}")
        elif after.place < one.place:
            told.append(f"{one.what} is followed by what stands before it: {after.what}")
    return told


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element holds the focus that fits."""
    for _press in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard never came to {selector}.")


def follow(page: Page, selector: str) -> None:
    """Tab to what fits, press Enter and wait for the page that comes."""
    tab_to(page, selector)
    enter(page)


def enter(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def write(page: Page, selector: str, words: str) -> None:
    """Tab to a field and put the words in place of what it holds."""
    tab_to(page, selector)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)
