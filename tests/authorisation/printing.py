"""The matrix as it is written, how it differs from what is so, and its page in the docs.

`python -m tests.authorisation.printing` prints the page anew.
"""

from pathlib import Path

MATRIX = Path(__file__).with_name("matrix.txt")
PAGE = Path(__file__).parents[2] / "docs/authorisation.md"
HEAD = """# Who may do what

Every route and every action of the administration, asked by a test as everybody
(`tests/authorisation/`). This page is printed from `tests/authorisation/matrix.txt`, to which the
test compares what the portal answers; a route that is not there fails it.

- **anonymous** is not signed in; **account** has an account and is no staff; **newcomer** is staff
  in no group; **superuser** may do everything. The others are in one group of `brnoplan/groups.py`:
  editor (Editor plánu), officer (Referent připomínek), settler (Vypořadatel, of the department that
  “own” stands for), coordinator (Koordinátor KPSS), fulfilment (Koordinátor plnění), approver
  (Schvalovatel), auditor (Auditor).
- An author is whoever has the link: under `/odkaz/` each route is asked with its own link, with one
  that was made for something else, and with none of ours.
- “login” leads to the sign-in. Bodies of requests are empty: 200, 302, 303, 400 and 409 mean that
  one was let in, 403 that one may not, 404 that nothing is told, 405 that there is no such method.
- What anonymous and superuser are answered alike, all are. HEAD, PUT, DELETE and OPTIONS are asked
  by anonymous, newcomer and superuser alone, and in the administration by nobody: Django takes
  whatever is no POST for a GET there. An earlier wording is put back onto the one that was read.
  The same pages in another language (`/en/…`) are the same views; of each line that tells people
  apart a test asks one of them there, too.
- Tests beside it hold that whoever has given the right password and not the second step, or whose
  account was closed while signed in, is led to the sign-in wherever anonymous is; and that what a
  form of another site posts is refused.

```text
"""


def lines() -> list[str]:
    return MATRIX.read_text().splitlines()


def path_of(line: str) -> str:
    return line.partition(" ")[0]


def differing(written: list[str], found: list[str]) -> str:
    """What is to be taken out (-) and to be put in (+), for whoever reads the failure."""
    gone = [f"- {line}" for line in written if line not in found]
    new = [f"+ {line}" for line in found if line not in written]
    return "\n".join([*gone, *new])


def page() -> str:
    return f"{HEAD}{MATRIX.read_text()}```\n"


if __name__ == "__main__":
    PAGE.write_text(page())
