"""What was made of each part of a file, by which rule, and how sure that is."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Certainty(TextChoices):
    """How sure a reading is: "unsure" is what a person has to look at."""

    SURE = "sure", _("sure")
    LIKELY = "likely", _("likely")
    UNSURE = "unsure", _("unsure")


class Kind(TextChoices):
    """What became of a part of the file."""

    UNDERSTOOD = "understood", _("understood")
    UNSURE = "unsure", _("unsure")
    LEFT_OUT = "left_out", _("left out")


class Rule(TextChoices):
    """The rule that a verdict follows, as a sentence for the reader."""

    STRICT = "strict", _("The text is in the layout of the Brno 2050 strategy.")
    HEADING = "heading", _("A word for a level, with a code or a colon, opens an item.")
    SPELT_OTHERWISE = "spelt_otherwise", _("The word for the level stands in another case here.")
    WITHIN_LINE = "within_line", _("A word for a level with a capital opens an item in the line.")
    LEARNT_WORD = "learnt_word", _("This word numbers several headings of this document.")
    CODE = "code", _("The code has the form that this level has in this document.")
    CODE_ALONE = "code_alone", _("The document names no level here; it is told by the code.")
    LIST_HEAD = "list_head", _("The word for a level alone heads a list of such items.")
    LIST_ITEM = "list_item", _("An item of the list that the word for the level heads.")
    OWNED_BULLET = (
        "owned_bullet",
        _("A bullet below a goal, for which someone answers, is a measure."),
    )
    BULLET = "bullet", _("A bullet or a number within a list.")
    LONE_COLON = "lone_colon", _("A colon alone opens the next item, its code having been lost.")
    VERB = "verb", _("After the one who is responsible, a verb with a capital opens the next item.")
    TITLE_BELOW = "title_below", _("The wording stands on the line below its heading.")
    GOES_ON = "goes_on", _("The line goes on from the one above.")
    WORDING = "wording", _("The wording behind the heading.")
    LABEL = "label", _("A label says what follows it.")
    NO_VALUE = "no_value", _("The label says that there is none.")
    LABEL_ALONE = "label_alone", _("The value stands below its label.")
    NO_COLON = "no_colon", _("The word says what follows it, though without a colon.")
    IN_BRACKETS = "in_brackets", _("It stands in brackets with a word that says what it is.")
    WITH_LEAD = "with_lead", _("It stands with the lead, but is no organisation.")
    JOINTLY = "jointly", _("Several share the lead; the first is taken for it.")
    PERIOD_AS_DUE = "period_as_due", _("The deadline is a period; its end counts.")
    NO_DEADLINE = "no_deadline", _("This is no deadline in any form we know.")
    NO_AMOUNT = "no_amount", _("It is not plain how much this costs; look at it.")
    COLUMN = "column", _("The head of its column says what it is.")
    TABLE_HEAD = "table_head", _("The head of a table.")
    GROUP_ROW = "group_row", _("A row across the whole table groups those below it.")
    SAME_CELL = "same_cell", _("A merged cell, told once.")
    UNKNOWN_COLUMN = "unknown_column", _("The head of its column is no word we know.")
    UNKNOWN_TABLE = "unknown_table", _("No head says what the columns of this table are.")
    LEARNT_LABEL = "learnt_label", _("This label stands with several items of the document.")
    UNKNOWN_LABEL = "unknown_label", _("A label that is no word we know.")
    BELOW = "below", _("A paragraph below an item is taken for its description.")
    LOOSE_LIST = "loose_list", _("A list below an item, though nothing says of what.")
    CODE_TWICE = "code_twice", _("The same code stands in the document twice.")
    CODE_ELSEWHERE = "code_elsewhere", _("Its code says that it belongs elsewhere.")
    UNTITLED = "untitled", _("The heading has no wording, neither here nor on the next line.")
    REFUSED = "refused", _("The reader of the Brno 2050 layout refuses this line.")
    BEFORE_PLAN = "before_plan", _("It stands before the first heading of the plan.")
    AREA = "area", _("A title above items; they are marked with it.")
    SLIDE_NUMBER = "slide_number", _("The number of a slide or of a chapter.")
    CHAPTER = "chapter", _("A heading of the document that is no item of the plan.")
    PAGE_NUMBER = "page_number", _("A page number.")
    CONTENTS = "contents", _("A line of the contents.")
    RUNNING = "running", _("A running head or foot, or part of the web page.")
    FOOTNOTE = "footnote", _("A footnote.")
    HIDDEN = "hidden", _("Hidden or struck out in the file.")
    CAPTION = "caption", _("A caption of a table or a picture.")
    NO_ITEM = "no_item", _("Text that belongs to no item.")
    COMMENTS = "comments", _("Comments below the plan.")
    NOTHING = "nothing", _("Nothing could be made of it.")
    CORRECTED = "corrected", _("Corrected by hand.")


class Span(NamedTuple):
    """A stretch of a piece of the source: of a line, or of a cell of a table. The piece is -1
    for what the reading of the file left out itself."""

    piece: int
    start: int
    end: int


@dataclass(slots=True)
class Verdict:
    """What became of a stretch. `node` is its number in the document's nodes from 0, None where
    it belongs to none; `part` is of field_words.Part, "" where it is none; `alternatives` name
    other readings: keys of parts, or names of levels."""

    span: Span
    line: int
    text: str
    rule: Rule
    certainty: Certainty = Certainty.SURE
    node: int | None = None
    part: str = ""
    alternatives: list[str] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        if self.certainty is Certainty.UNSURE:
            return Kind.UNSURE
        return Kind.LEFT_OUT if self.node is None else Kind.UNDERSTOOD
