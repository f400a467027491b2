"""Marks typed by hand: how people answer the consent question, and what each answer says.

What is doubtful is never a Sí. Each table is one verdict; `|` parts paragraphs, `~…~` is struck
out, `*…*` bold, `{u:…}` underlined, `{h:…}` highlighted.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from normalize import read_forms
from schemas.reading import Consent, ConsentReading
from tests.normalize.sheets import LABELS, QUESTION, doc, side_form, table

YES = (
    "Autorizo ☒ No ☐", "Autorizo X  No __",
    "Autorizo: Sí ☒ No ☐", "Autoriza SI _X_ NO ___", "¿Autoriza? Sí ☒ No ☐",
    "Se autoriza: Sí (X) No ( )",
    # a word alone
    "Sí", "SI", "si", "sí", "SÍ.", "Sí!", "- Sí", "R/ Sí", "R: Sí", "Rta: Sí", "Respuesta: Sí",
    "Sí,", "“Sí”", "(Sí)", "_Sí_", "__Sí__", "____Sí____",
    # a sentence that only agrees
    "Sí, autorizo", "Si autorizo", "SI AUTORIZO", "Sí, se autoriza.", "Sí, autorizamos",
    "Sí. Autorizo.", "Autorizo", "AUTORIZO", "Autorizamos", "Se autoriza", "Autorizado",
    "Autorizada", "Afirmativo", "Sí, afirmativo", "De acuerdo", "Estamos de acuerdo",
    "Sí, de acuerdo", "Sí, estoy de acuerdo", "Claro que sí", "Sí, claro", "Por supuesto que sí",
    "Sí, por supuesto", "Si autorizo compartir la información", "Autorizo compartir",
    "Sí, autorizo compartir la información de este formato.",
    "Sí, autorizo que la información sea compartida",
    "Sí se autoriza compartir la información contenida en este formato",
    "Como área autorizamos que la información sea compartida con otras áreas y entidades",
    "Sí, como entidad autorizamos compartir la información", "Sí, puede ser compartida",
    "Sí, se puede compartir", "Sí puede compartirse",
    # a mark and both words
    "Sí X  No __", "X Sí   No", "Sí _X_ No ___", "Sí_X_ No___", "SI__X__NO____",
    "Sí ___X___ No ______", "SI ( X ) NO ( )", "SI (X) NO ()", "SI(X)NO( )", "Sí ( x ) No (   )",
    "( X ) Sí ( ) No", "(x)Sí ( )No", "[x] Sí [ ] No", "[X]Sí []No", "Sí [x] No [ ]",
    "Sí[X] No[ ]", "Sí {X} No { }", "Sí <X> No < >", "Sí (✓) No ( )", "Sí (✔) No ()", "Sí ✓",
    "✔ Sí", "Sí ✔", "✓ Sí ☐ No", "Si: x", "Si:x", "Sí: X   No:", "Sí: X", "Sí - X", "Sí = X",
    "Sí -> X", "Sí X", "X Sí", "x si", "Sí: ✓ No:", "SÍ ☒ / NO ☐", "SÍ ☒/NO ☐", "Sí ☒, No ☐",
    "Sí: ☒ No: ☐", "Sí:☒  No:☐", "Sí ☒ No ☐", "☒ Sí ☐ No", "Sí ☑ No ☐", "Sí ● No ○", "● Sí ○ No",
    "◉ Sí ○ No", "Sí (●) No (○)", "Sí ■ No □", "Sí ✅ No ⬜", "Sí ☒ o No ☐", "☒ Sí, ☐ No", "☒Sí☐No",
    "Sí☒No☐", "Sí X  /  No", "Sí      X|No", "Sí (X)  -  No (  )", "Sí_____X_____ No__________",
    "Sí: __X__ No: _____", "Sí:_x_ No:__", "Sí . X .   No . . .", "Sí ....X.... No .........",
    "Sí / Yes ☒ No ☐", "☒ Sí / Yes   ☐ No",
    "Sí …X… No ……", "Sí (X) No ( ).", "Sí (*) No ( )", "Sí XX No __", "Sí XXX",
    "SI [ X ]   NO [   ]", "Sí (X )  No (  )", "Si ( X ) / No (  )", "a) Sí (X) b) No ( )",
    "1. Sí (X)  2. No ( )", "• Sí ☒|• No ☐", "a. Sí X|b. No",
    # reversed order
    "No ☐ Sí ☒", "☐ No ☒ Sí", "No ( ) Sí (X)", "NO __ SI _X_", "No   Sí X", "[ ] No [x] Sí",
    "No: Sí: X", "☐ No|☒ Sí",
    # a Cyrillic letter, diamonds
    "Sí (Х) No ( )", "Sí ◆ No ◇",
    # lines and tabs
    "Sí ☒|No ☐", "☒ Sí|☐ No", "Sí X|No", "Sí: X|No:", "Sí\t☒\tNo\t☐", "Sí ___X___|No ______",
    "( X ) Sí|( ) No", "Sí\n☒\nNo\n☐",
    # words as options
    "Sí, autorizo ☒  No autorizo ☐", "☒ Sí autorizo ☐ No autorizo", "Autorizo ☒ No autorizo ☐",
    "(X) Autorizo ( ) No autorizo", "Autorizo (X)  No autorizo ( )", "Sí autorizo X|No autorizo",
    "SÍ AUTORIZO [X]   NO AUTORIZO [ ]", "Acepto (X) No acepto ( )",
    "De acuerdo ☒ En desacuerdo ☐",
    # a mark and a sentence that agrees
    "Sí ☒ No ☐|Autorizo compartir la información.", "Sí (X) No ( ) Autorizo",
    "☒ Sí ☐ No. Sí, autorizo",
    # a choice by style
    "Sí ~No~", "~No~ Sí", "Sí / ~No~", "{h:Sí} No", "{u:Sí} No", "*Sí* No", "No {h:Sí}",
    "{h:Sí} / No", "Sí ☒ ~No ☐~", "{u:Sí} / No", "*SI*   NO",
    # erased by striking it through
    "Sí X  No ~X~", "Sí (X) No (~X~)", "~X~ No  X Sí", "~No~ Sí, autorizo",
    "~No autorizo~ Sí autorizo", "~NO~|SI", "*Sí*, autorizo", "S*í*",
    "Sí, *autorizo* compartir la información", "*S*í ☒ No ☐", "~No.~ Sí.",
    # instructions of the form beside the answer
    "Marque con una X: Sí (X) No ( )", "(Marque con X) Sí ☒ No ☐",
    "Seleccione una opción: Sí ☒ No ☐",
    "Marque con una equis (X) la opción correspondiente: Sí _X_ No ___", "Marque X|Sí ☒|No ☐",
    "Señale con una “X” su respuesta. Sí [X] No [ ]", "Sí X No __ (marque con una X)",
    "Escriba Sí o No: Sí", "(Sí/No): Sí", "Responda Sí o No|Sí", "Sí o No: Sí", "Seleccione: Sí",
    # the form's ends
    "Sí ☒ No ☐|Firma: ____________", "Sí (X) No ( )|Nombre y firma: ________",
    "Sí ☒ No ☐|Firma del responsable: ________", "Sí ☒ No ☐|C.C. ____________",
)  # fmt: skip
NO = (
    "Autorizo: Sí ☐ No ☒", "Autoriza SI ___ NO _X_", "¿Autoriza? Sí ☐ No ☒", "Autorizo: No",
    "No", "NO", "no.", "- No", "R/ No", "Respuesta: No", "_No_", "No autorizo", "NO AUTORIZO",
    "No, no autorizo", "No se autoriza", "No autorizado", "No, gracias", "No estoy de acuerdo",
    "No acepto", "En desacuerdo", "Negativo", "No. La información es reservada.",
    "No autorizo que la información sea compartida", "No se autoriza compartir la información",
    "No, por reserva legal", "☐ Sí ☒ No", "Sí ☐ No ☒", "☐ Sí|☒ No", "Sí ☐|No ☒", "SI ( ) NO ( X )",
    "SI() NO(X)", "( ) Sí (X) No", "[ ] Sí [X] No", "Sí [ ] No [x]", "Sí __ No X", "Sí ___ No _X_",
    "Sí___ No_X_", "SI____NO__X__", "Sí   No X", "Sí    No    X", "Sí: No: X", "Sí:   No: x",
    "No X", "X No", "No: X", "No ✓", "Sí / No X", "X No   Sí", "No ☒ Sí ☐", "☒ No ☐ Sí",
    "No (X) Sí ( )", "NO _X_ SI __", "[x] No [ ] Sí", "Sí ○ No ●", "○ Sí ● No", "Sí ( ) No (✓)",
    "Sí ☐ No ☐ X", "~Sí~ No", "No ~Sí~", "{h:No} Sí", "Sí {h:No}", "Sí {u:No}", "Sí *No*",
    "Sí ~X~  No X", "Autorizo ( ) No autorizo (X)", "☐ Sí autorizo ☒ No autorizo", "Sí\t☐\tNo\t☒",
    "Sí\t\tNo\tX", "De acuerdo ☐ En desacuerdo ☒", "Marque con una X: Sí ( ) No (X)",
    "Marque con una X   Sí __   No _X_", "(Sí/No): No", "Sí o No: No", "Responda Sí o No|No",
    "~Sí, autorizo~ No autorizo", "No *autorizo*", "*No* autorizo", "*N*o autorizo",
    "No {u:autorizo}", "{h:No} autorizo", "NO {h:AUTORIZO}", "Sí ☐ No ☒|Firma: ________",
    "N0 autorizo", "Sí ☐ N0 ☒", "Sí / Yes ☐ No ☒", "☐ Sí / Yes ☒ No",
)  # fmt: skip
UNMARKED = (
    "", "____", "Sí No", "Sí    No", "Sí / No", "Sí/No", "(Sí / No)", "Sí o No", "Sí ☐ No ☐",
    "☐ Sí ☐ No", "Sí ( ) No ( )", "SI() NO()", "Sí ___ No ___", "[ ] Sí [ ] No", "Sí: No:",
    "Sí:____ No:____", "Sí ○ No ○", "Sí ☐|No ☐", "Sí|No", "*Sí* *No*", "Sí ☐", "Sí ( )", "Sí ___",
    "☐ Sí", "Sí . . . No . . .", "Marque con una X", "Marque con una X   Sí   No",
    "Marque con una X: Sí ( ) No ( )", "Marque con una equis (X): Sí ☐ No ☐",
    "Sí __ No __ (marque con X)", "Marque X en la casilla: Sí No",
    "Señale con “X” su respuesta: Sí No", "Coloque una X donde corresponda Sí __ No __",
    "Seleccione Sí o No", "Responda Sí o No:", "Escriba SI o NO: ______", "Marque (X) Sí No",
    "~Sí~", "~Sí autorizo~", "Sí____", "Sí.....", "No____", "Sí ☐ No ☐|Firma: ________",
    "Sí ~X~ No ~X~", "Sí ( ) No ( )|Elaboró: Ana", "-", "—", "...", "Sí\tNo", "Sí\t\tNo\t",
    "Autorizo ( ) No autorizo ( )", "Sí autorizo ☐ No autorizo ☐", "Autoriza:", "Autorizo:",
)  # fmt: skip
WITHHELD = (
    "Sí, no autorizo", "Autorizo no compartir", "Sí, no compartir", "Sí autorizo, no publicar",
    "Sí y no", "Sí, no", "No, sí", "No. Sí.", "Sí no", "Sí autorizo No autorizo",
    "Autorizo o no autorizo",
)  # fmt: skip
"""Neither a yes nor a no; whether it was an answer at all is not for us to say."""
BOTH = (
    "Sí ☒ No ☒", "☒ Sí ☒ No", "SI (X) NO (X)", "Sí X No X", "X Sí X No", "Sí _X_ No _X_",
    "[x] Sí [x] No", "Sí ☒|No ☒", "Sí ● No ●", "Sí\tX\tNo\tX", "Autorizo (X) No autorizo (X)",
    "Sí: X No: X", "Sí ☒ ☒ No",
)  # fmt: skip
UNCLEAR = (
    # conditions
    "Sí, solo dentro de la entidad", "Sí pero no con privados", "Sí, pero…",
    "Sí, aunque faltan datos", "Sí, con excepción de los costos", "Sí, a excepción del nombre",
    "Sí, excepto los anexos", "Sí, salvo la parte financiera", "Sí, siempre que se cite la fuente",
    "Sí, previa revisión", "Sí, parcialmente", "Sí, en parte", "Sí, con reservas",
    "Sí, con restricciones", "Sí, temporalmente", "Sí, hasta diciembre", "Sí, internamente",
    "Sí, uso interno", "Sí, con otras áreas", "Sí, con otras áreas de la entidad",
    "Sí, autorizo que sea compartida con otras áreas",
    "Sí autorizo compartir la información con otras áreas de esta entidad", "Sí, a nivel interno",
    "Sí, una vez se apruebe", "Sí, cuando termine el proceso", "Sí, si se anonimiza",
    "Sí, sin nombres", "Sí, ver observaciones", "Sí. Ver nota.", "Sí, mas no publicar",
    "Autorizo, siempre que me consulten", "Autorizo parcialmente", "Autorizo solo la lección",
    "Se autoriza previa solicitud", "De acuerdo en parte", "Sí ☒ No ☐ solo dentro de la entidad",
    "Sí ☒ No ☐|Únicamente para uso interno", "Sí (X) No ( ) parcial",
    "Sí X  No __ (con la oficina jurídica)", "Sí ☒ (solo el tema) No ☐",
    "Sí* ☒ No ☐|* Salvo los anexos", "Sí ☒ No ☐|Pendiente de aprobación", "Sí ☒ No ☐ no autorizo",
    "Sí ☒ No ☐|No autorizo", "Autorizo que no sea compartida",
    "Sí, autorizo que la información no pueda ser compartida",
    "Sí, se autoriza el uso pero no la copia",
    # neither
    "Yes", "Sí ☐ Yes ☒ No ☐",
    "Tal vez", "Quizás", "No sé", "No aplica", "NO APLICA", "No aplica.", "N/A", "NA", "Pendiente",
    "Por definir", "Por confirmar", "En consulta", "En trámite", "Depende", "A veces",
    "Más adelante", "No hay problema", "No tengo inconveniente", "No responde", "No se sabe",
    "No definido", "Sin definir", "Ninguna", "Ninguno", "Parcial", "Consultar con jurídica",
    "Creo que sí", "Posiblemente sí", "Supongo que sí", "Me parece que sí", "Si se aprueba",
    "Si el comité lo aprueba", "Si autoriza el jefe", "Si es posible",
    "Si se autoriza por el comité", "Se autorizará", "Se podría autorizar", "Autorizaría",
    "Sin autorización", "Autorización pendiente", "Falta autorización", "Ni sí ni no", "Sí? ",
    "¿Sí?", "Sí??", "Sí ?  No ?", "Sí (?) No ( )", "0", "1", "100%", "Aún no", "Todavía no",
    "Aún no se autoriza", "Ya no", "Ya no autorizo, antes sí",
    # marks that belong to neither or to both
    "X", "☒", "(X)", "[x]", "Sí No ☒ ☐", "☒ ☐ Sí No", "Sí ✓ No", "Sí X No", "Sí\tX\tNo", "Sí|X|No",
    "No|      X|Sí", "☐ No X ☐ Sí", "☐ Sí X ☐ No", "No X Sí", "Sí ☒ ☐ ☐ No", "Sí / X / No",
    "Sí ( ) X No ( )", "Sí ( )  X  No ( )", "Sí ____ X No ____", "Sí ____   X No ____",
    "Sí ☐ X No ☐",
    "Sí ☒ No", "No ☒ Sí", "No (X) Sí", "Sí (1) No (0)", "Sí (S) No (N)",
    # a doubtful letter is no word
    "5í", "Sl", "S1", "S", "Si acaso", "Sip", "Ok", "Sil", "Así", "Sí mismo", "SIC", "Simón",
    "Noé",
    # erased
    "~Sí~ ~No~", "N O", "No|X", "Sí X  No", "Sí\tX\tNo\t", "~Sí ☒~ No ☐", "~Sí X~ No",
    "Sí ☐ No ☐ Sí", "~Sí ☒ No ☐~",
)  # fmt: skip
NOT_YES = (*NO, *UNMARKED, *WITHHELD, *BOTH, *UNCLEAR)


def verdict(consent: str) -> ConsentReading:
    """The consent reading of a form with this answer below the question."""
    (form,) = read_forms(side_form(consent=consent))
    return form.consent


WHOLE_QUESTION = (
    "Sí, autorizo que la información contenida en este formato pueda ser compartida con otras áreas"
    " y/o entidades para efectos de gestionar el conocimiento y los aprendizajes."
)


@pytest.mark.parametrize("answer", [*YES, WHOLE_QUESTION])
def test_a_clear_yes_is_never_lost(answer: str) -> None:
    """One clear Sí, in whatever way people write it, is a yes."""
    reading = verdict(answer)
    assert reading.verdict is Consent.YES, reading


@pytest.mark.parametrize("answer", NOT_YES)
def test_what_is_no_clear_yes_never_publishes(answer: str) -> None:
    """Refusals, empty boxes, conditions and doubts are never taken for a Sí."""
    reading = verdict(answer)
    assert reading.verdict is not Consent.YES, reading


@pytest.mark.parametrize("answer", WITHHELD)
def test_what_contradicts_itself_is_no_refusal(answer: str) -> None:
    """An answer that says both is withheld, and does not revoke the same lesson elsewhere."""
    assert verdict(answer).verdict in (Consent.UNMARKED, Consent.UNCLEAR)


@pytest.mark.parametrize("answer", NO)
def test_a_refusal_is_no(answer: str) -> None:
    """One clear No is a no, which also holds against the same lesson sent with Sí."""
    reading = verdict(answer)
    assert reading.verdict is Consent.NO, reading


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(a, Consent.UNMARKED) for a in UNMARKED]
    + [(a, Consent.BOTH) for a in BOTH]
    + [(a, Consent.UNCLEAR) for a in UNCLEAR],
)
def test_what_is_withheld_says_why(answer: str, expected: Consent) -> None:
    """Nothing marked, both marked and doubtful are told apart."""
    reading = verdict(answer)
    assert reading.verdict is expected, reading


NEXT = "¿Desea ser contactado?"
SIGNED = [["Elaboró", "Revisó", "Aprobó"], ["Ana Prueba", "Luis Ensayo", "Eva Caso"]]
CELLS: list[tuple[list[list[str]], Consent]] = [
    ([["Sí ☐ No ☐"], [f"{NEXT} Sí ☒ No ☐"]], Consent.UNMARKED),
    ([["Sí ☒ No ☐"], [NEXT], ["Sí ☐ No ☒"]], Consent.YES),
    ([["____"], [NEXT], ["Sí ☒ No ☐"]], Consent.UNMARKED),
    ([[NEXT], ["Sí ☒ No ☐"]], Consent.UNMARKED),
    ([["¿Autoriza el tratamiento de sus datos personales? Sí ☒ No ☐"]], Consent.UNMARKED),
    ([["Sí ☐ No ☐"], ["Desea ser contactado", "Sí ☒ No ☐"]], Consent.UNCLEAR),
    ([["Sí", "X", "No"]], Consent.UNCLEAR),
    ([["No", "Sí"], ["", "X"]], Consent.YES),
    ([["No", "Sí"], ["X", ""]], Consent.NO),
    ([["", "Sí"], ["X", "No"]], Consent.NO),
    ([["Sí ☒ No ☐"], *SIGNED], Consent.YES),
    (
        [["Sí ☒ No ☐"], ["Control de cambios"], ["Versión", "Descripción"], ["2", "Se ajusta"]],
        Consent.YES,
    ),
    ([["Sí ☒ No ☐|______________________|Firma del servidor público"]], Consent.YES),
    ([["Sí ☒ No|______________________|Firma del servidor público"]], Consent.UNCLEAR),
    ([["Sí ☒ No ☐"], ["Observaciones", "Solo dentro de la entidad"]], Consent.UNCLEAR),
    ([["Sí ☒ No ☐"], ["Observaciones", "Ninguna"]], Consent.YES),
    ([["Sí ☒ No ☐"], ["Observaciones:", ""]], Consent.YES),
    ([["Sí ☒ No ☐"], ["Observaciones: N/A"]], Consent.YES),
    ([["Sí ☒ No ☐"], ["Observaciones: sin observaciones."]], Consent.YES),
    ([["Sí ☒ No ☐"], ["Observaciones: ____________"]], Consent.YES),
    ([["Sí ☒ No ☐"], ["Observaciones: previa revisión"]], Consent.UNCLEAR),
    ([["Sí ☒ No ☐"], ["Observaciones", "Se publica en marzo"]], Consent.UNCLEAR),
    ([["Sí ☐ No ☒ Si su respuesta es No, explique por qué: es información reservada"]], Consent.NO),
    ([["Sí ☒ No ☐ Si su respuesta es No, explique por qué: ____"]], Consent.YES),
    ([["Sí ☒ No ☐ En caso negativo, justifique su respuesta:"]], Consent.YES),
    ([["Sí ☐ No ☐ Si su respuesta es Sí, indique el motivo:"]], Consent.UNMARKED),
    ([["Sí ☒ No ☐ Si su respuesta es No, explique por qué: faltan datos"]], Consent.UNCLEAR),
]


@pytest.mark.parametrize(("rows", "expected"), CELLS)
def test_what_stands_in_rows_below_is_told_apart(rows: list[list[str]], expected: Consent) -> None:
    """Other questions, sign-off blocks and remarks below the boxes are what they are."""
    known = [[label, "Algo"] for label in LABELS.values()]
    (form,) = read_forms(doc(table(*known), table([QUESTION], *rows)))
    assert form.consent.verdict is expected, form.consent


@pytest.mark.parametrize(
    ("marks", "expected"), [(["X", ""], Consent.YES), (["☐", "☒"], Consent.NO)]
)
def test_words_over_the_columns_of_the_question_name_its_marks(
    marks: list[str], expected: Consent
) -> None:
    """Sí and No in the row above the question, its marks in the same columns beside it."""
    known = [[label, "Algo"] for label in LABELS.values()]
    head = ["", "Sí", "No"]
    (form,) = read_forms(doc(table(*known), table(head, [QUESTION, *marks])))
    assert form.consent.verdict is expected, form.consent
    assert form.field("recommendation").value == "Algo"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (["Atentamente,", "Ana Prueba", "Profesional especializada"], Consent.YES),
        (["Quedo atenta a sus comentarios.", "Ana Prueba"], Consent.YES),
        (["Atentamente,", "Ana Prueba", "Solo para uso interno"], Consent.UNCLEAR),
        (["Atentamente,", "No autorizo"], Consent.UNCLEAR),
        (["Ana Prueba"], Consent.UNCLEAR),
    ],
)
def test_who_signs_a_letter_says_nothing_of_the_consent(
    after: list[str], expected: Consent
) -> None:
    """A form written into a mail ends as mails end; a condition there is still one."""
    known = [f"{label}: Algo" for label in LABELS.values()]
    (form,) = read_forms(doc(*known, QUESTION, "Sí (X)  No ( )", *after))
    assert form.consent.verdict is expected, form.consent


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("Sí ☒ No ☐", Consent.YES), ("☐ Sí ☒ No", Consent.NO), ("Sí ☐ No ☐", Consent.UNMARKED)],
)
@pytest.mark.parametrize("level", [0, 1])
def test_boxes_level_with_a_line_of_the_question_answer_it(
    level: int, answer: str, expected: Consent
) -> None:
    """A question of several lines in a narrow column, its boxes beside the first or second."""
    known = [part for label in LABELS.values() for part in (label, "Algo")]
    at = [0, QUESTION.index("pueda"), QUESTION.index("con otras"), QUESTION.index("para efectos")]
    lines = [QUESTION[i:j].strip() for i, j in pairwise([*at, len(QUESTION)])]
    lines[level] += f" {answer}"
    (form,) = read_forms(doc(*known, *lines))
    assert form.consent.verdict is expected, form.consent


OWN_WORDS = (
    "¿Autoriza el tratamiento de sus datos personales de acuerdo con la Ley 1581 de 2012?",
    "Autorización de tratamiento de datos personales", "Habeas data", "Ley 1581 de 2012",
    "Acepto la política de tratamiento de datos personales (Ley 1581 de 2012)", "Elaboró", "Firma",
    "Código: GC-01",
)  # fmt: skip


@pytest.mark.parametrize("words", OWN_WORDS)
@pytest.mark.parametrize("layout", ["cells", "cell", "paragraphs"])
def test_a_mark_behind_other_words_of_the_form_is_not_taken(words: str, layout: str) -> None:
    """The question is left unanswered; the Sí below belongs to what stands before it."""
    known = [[label, "Algo"] for label in LABELS.values()]
    if layout == "paragraphs":
        texts = [part for row in known for part in row]
        (form,) = read_forms(doc(*texts, QUESTION, words, "Sí ☒ No ☐"))
    else:
        row = [words, "Sí ☒ No ☐"] if layout == "cells" else [f"{words}|Sí ☒ No ☐"]
        asked = [QUESTION, ""] if layout == "cells" else [QUESTION]
        (form,) = read_forms(doc(table(*known, asked, row)))
    assert form.consent.verdict in (Consent.UNMARKED, Consent.UNCLEAR), form.consent


@pytest.mark.parametrize("words", ["Marque con una X", "Seleccione una opción:"])
def test_an_instruction_between_question_and_boxes_is_nobodys(words: str) -> None:
    """What the form asks people to do with the boxes leaves them the question's."""
    known = [[label, "Algo"] for label in LABELS.values()]
    (form,) = read_forms(doc(table(*known, [f"{QUESTION}|{words}|Sí ☒ No ☐"])))
    assert form.consent.verdict is Consent.YES


OTHER_1, OTHER_2 = "¿La experiencia fue socializada?", "¿Cuenta con evidencias?"


@pytest.mark.parametrize("after", [OTHER_2, "Cuenta con evidencias"])
@pytest.mark.parametrize(
    ("before", "marks", "behind", "expected"),
    [
        (["X", ""], ["", "X"], ["X", ""], Consent.NO),
        (["", "X"], ["X", ""], ["", "X"], Consent.YES),
        (["X", ""], ["", ""], ["", ""], Consent.UNMARKED),
    ],
)
def test_a_question_among_others_under_one_heading_has_its_own_row(
    before: list[str], marks: list[str], behind: list[str], expected: Consent, after: str
) -> None:
    """`Sí` and `No` head the columns of several questions: each answer is in its own row."""
    known = [[label, "Algo"] for label in LABELS.values()]
    rows = [["Pregunta", "SI", "NO"], [OTHER_1, *before], [QUESTION, *marks], [after, *behind]]
    (form,) = read_forms(doc(table(*known), table(*rows)))
    wanted = {expected} if after == OTHER_2 else {expected, Consent.UNCLEAR}
    assert form.consent.verdict in wanted, form.consent


@pytest.mark.parametrize("after", [OTHER_2, "Cuenta con evidencias"])
def test_the_mark_of_the_row_below_is_not_taken(after: str) -> None:
    """A consent row left empty is not answered by the X of the question under it."""
    known = [[label, "Algo"] for label in LABELS.values()]
    rows = [["", "SI", "NO"], [QUESTION, "", ""], [after, "X", ""]]
    (form,) = read_forms(doc(table(*known), table(*rows)))
    assert form.consent.verdict in (Consent.UNMARKED, Consent.UNCLEAR), form.consent


def test_a_form_may_ask_for_consent_first() -> None:
    """The consent question over all others is the form's own, with its marks."""
    known = [[label, "Algo"] for label in LABELS.values()]
    (form,) = read_forms(doc(table([f"{QUESTION}|Sí ☒ No ☐"], *known)))
    assert form.consent.verdict is Consent.YES
    assert form.field("entity").value == "Algo"


def test_a_consent_at_the_top_is_not_taken_where_another_is_at_the_end() -> None:
    """An example in the instructions above the form does not answer for the form."""
    known = [[label, "Algo"] for label in LABELS.values()]
    example = f"{QUESTION}|Sí ☒ No ☐"
    (form,) = read_forms(doc(table([example]), table(*known, [f"{QUESTION}|Sí ☐ No ☐"])))
    assert form.consent.verdict is Consent.UNMARKED


def test_bold_run_on_from_the_question_chooses_nothing() -> None:
    """A Sí in the bold type of the question before it, on the same line, is not chosen."""
    known = [[label, "Algo"] for label in LABELS.values()]
    (form,) = read_forms(doc(table(*known, [f"*{QUESTION} Sí* No"])))
    assert form.consent.verdict is Consent.UNMARKED


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("La autorización queda sin efecto.", Consent.UNCLEAR),
        ("Nota del jefe de área: esta información no debe compartirse.", Consent.UNCLEAR),
        ("ANULADA", Consent.UNCLEAR),
        ("Prohibida su divulgación", Consent.UNCLEAR),
        ("Sus datos personales no serán compartidos con terceros.", Consent.YES),
        ("Documento no controlado una vez impreso.", Consent.YES),
        ("Recibido y radicado por la oficina de correspondencia.", Consent.YES),
    ],
)
def test_what_is_written_below_the_note_may_take_the_answer_back(
    after: str, expected: Consent
) -> None:
    """Below the form's legal note only words against sharing touch a clear Sí."""
    note = (
        "Nota: Los datos recolectados en esta ficha serán tratados bajo lo dispuesto en la ley 1581"
        ' de 2012, "Por el cual se dictan disposiciones generales para la protección de datos'
        ' personales".'
    )
    known = [[label, "Algo"] for label in LABELS.values()]
    (form,) = read_forms(doc(table(*known, [QUESTION, "Sí ☒ No ☐"]), note, after))
    assert form.consent.verdict is expected, form.consent
