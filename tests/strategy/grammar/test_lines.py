"""Plans as text, in the many ways Czech cities write them."""

import pytest

from tests.strategy.grammar.reading import lines, told

PLAN = [
    "Priorita 1: Senioři",
    "  Cíl 1.1: Péče doma",
    "    Opatření 1.1.1: Rozšířit stacionář | lead=OSP | due=12/2024",
    "    Opatření 1.1.2: Podpořit pečující",
    "Priorita 2: Rodiny",
    "  Cíl 2.1: Poradna",
    "    Opatření 2.1.1: Otevřít poradnu | lead=MPSV",
]
SAME = {
    "colons": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV
""",
    "capitals": """\
PRIORITA 1: Senioři
CÍL 1.1: Péče doma
OPATŘENÍ 1.1.1: Rozšířit stacionář
GESTOR: OSP
TERMÍN: 12/2024
OPATŘENÍ 1.1.2: Podpořit pečující
PRIORITA 2: Rodiny
CÍL 2.1: Poradna
OPATŘENÍ 2.1.1: Otevřít poradnu
GESTOR: MPSV
""",
    "without diacritics": """\
Priorita 1: Senioři
Cil 1.1: Péče doma
Opatreni 1.1.1: Rozšířit stacionář
gestor: OSP
termin plneni: 12/2024
Opatreni 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cil 2.1: Poradna
Opatreni 2.1.1: Otevřít poradnu
zodpovida: MPSV
""",
    "in brackets": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář (gestor OSP, termín 12/2024)
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu (v gesci MPSV)
""",
    "after commas": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář, gesce OSP, termín: do 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu, garant: MPSV
""",
    "after dashes": """\
Priorita 1 – Senioři
Cíl 1.1 – Péče doma
Opatření 1.1.1 – Rozšířit stacionář – gestor: OSP – termín: 12/2024
Opatření 1.1.2 – Podpořit pečující
Priorita 2 – Rodiny
Cíl 2.1 – Poradna
Opatření 2.1.1 – Otevřít poradnu – gestor: MPSV
""",
    "in one line for each priority": """\
Priorita 1: Senioři Cíl 1.1: Péče doma Opatření 1.1.1: Rozšířit stacionář Gestor: OSP \
Termín: 12/2024 Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny Cíl 2.1: Poradna Opatření 2.1.1: Otevřít poradnu Gestor: MPSV
""",
    "without colons": """\
Priorita 1
Senioři
Cíl 1.1
Péče doma
Opatření 1.1.1
Rozšířit stacionář
Gestor OSP
Termín plnění 12/2024
Opatření 1.1.2
Podpořit pečující
Priorita 2
Rodiny
Cíl 2.1
Poradna
Opatření 2.1.1
Otevřít poradnu
Gestor MPSV
""",
    "the word behind the code": """\
1. Priorita: Senioři
1.1 Cíl: Péče doma
1.1.1 Opatření: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
1.1.2 Opatření: Podpořit pečující
2. Priorita: Rodiny
2.1 Cíl: Poradna
2.1.1 Opatření: Otevřít poradnu
Gestor: MPSV
""",
    "chapters of their own": """\
3.1 Priorita 1: Senioři
3.1.1 Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
3.2 Priorita 2: Rodiny
3.2.1 Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV
""",
    "Markdown": """\
# Priorita 1: Senioři
## Cíl 1.1: Péče doma
### Opatření 1.1.1: Rozšířit stacionář
- Gestor: OSP
- Termín: 12/2024
### Opatření 1.1.2: Podpořit pečující
# Priorita 2: Rodiny
## Cíl 2.1: Poradna
### Opatření 2.1.1: Otevřít poradnu
- Gestor: MPSV
""",
    "measures by their codes alone": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
1.1.2 Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
2.1.1 Otevřít poradnu
Gestor: MPSV
""",
    "lists below their words": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření:
 • 1.1.1 Rozšířit stacionář (gestor: OSP; termín: 12/2024)
 • 1.1.2 Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření:
 • 2.1.1 Otevřít poradnu (gestor: MPSV)
""",
    "lists of another's measures": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření k cíli 1.1:
1.1.1 Rozšířit stacionář (gestor: OSP; termín: 12/2024)
1.1.2 Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření cíle 2.1
2.1.1 Otevřít poradnu (gestor: MPSV)
""",
    "labels alone": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor
OSP
Termín plnění
12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor
MPSV
""",
    "page numbers, contents and running heads": """\
Obsah
Priorita 1: Senioři ........ 3
Opatření 1.1.1: Rozšířit stacionář ........ 4
Strategický plán města Vzorov
Priorita 1: Senioři
Cíl 1.1: Péče doma
3
Strategický plán města Vzorov
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Strana 4 z 10
Strategický plán města Vzorov
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV
""",
    "names and numbers as labels": """\
Priorita č. 1: Senioři
Cíl č. 1.1: Péče doma
Číslo opatření: 1.1.1
Název opatření: Rozšířit stacionář
Gestor opatření: OSP
Termín splnění opatření: 12/2024
Číslo opatření: 1.1.2
Název opatření: Podpořit pečující
Priorita č. 2: Rodiny
Cíl č. 2.1: Poradna
Název opatření: Otevřít poradnu
Číslo opatření: 2.1.1
Gestor opatření: MPSV
""",
    "prose before and behind": """\
Úvod
Tento plán vznikl ve spolupráci s veřejností a navazuje na opatření minulých let.
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV

5. Závěr
Plán bude vyhodnocován každý rok.
""",
}


@pytest.mark.parametrize("way", SAME)
def test_the_same_plan_is_read_of_each_way_to_write_it(way: str) -> None:
    assert told(lines(SAME[way])) == PLAN
