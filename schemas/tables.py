"""The tables of the dataset: every column declared once, in the order it is written in.

Rule: the output contract's tables `lessons`, `answers`, `forms` and `contacts`.
"""

from __future__ import annotations

from dataclasses import replace

from schemas.columns import Column, ColumnType, Table
from schemas.derived import DERIVED as DERIVED  # noqa: PLC0414  # a table like the others
from schemas.identity import LESSON_ID
from schemas.identity import LESSON_ID_PATTERN as LESSON_ID_PATTERN  # noqa: PLC0414
from schemas.reading import Consent, ReadFrom, Review, State
from schemas.records import Status

SHA256_PATTERN = "^[0-9a-f]{64}$"

_TEMPLATE = Column(
    "template",
    ColumnType.STRING,
    "Plantilla",
    "Template",
    "Plantilla del formato que se reconoció y su versión, como funcion_publica_lecciones@1.",
    "The form template that matched and its version, such as funcion_publica_lecciones@1.",
    nullable=False,
)
_SOURCE_FORMAT = Column(
    "source_format",
    ColumnType.STRING,
    "Formato del archivo",
    "File format",
    "Lo que los bytes del archivo son (docx, pdf, html), diga lo que diga su nombre.",
    "What the file's bytes are (docx, pdf, html), whatever its name says.",
    nullable=False,
)
_CONFIDENCE = Column(
    "confidence",
    ColumnType.FLOAT,
    "Confianza",
    "Confidence",
    "De 0 a 1: la del valor menos seguro de esta lección.",
    "From 0 to 1: that of the least sure value of this lesson.",
    nullable=False,
    minimum=0,
    maximum=1,
)
_REVIEW = Column(
    "review",
    ColumnType.STRING,
    "Revisión",
    "Review",
    "none: no hace falta; needed: una persona debería mirarla; confirmed: una persona la "
    "confirmó; corrected: una persona la corrigió.",
    "none: not called for; needed: a person should look; confirmed: a person confirmed it; "
    "corrected: a person corrected it.",
    nullable=False,
    allowed=tuple(Review),
)


def _text(name: str, title_es: str, title_en: str, about_es: str, about_en: str) -> Column:
    return Column(name, ColumnType.STRING, title_es, title_en, about_es, about_en)


_LESSON_TEXTS = (
    _text(
        "entity",
        "Entidad",
        "Entity",
        "La entidad, de «Nombre de la entidad y del área».",
        "The entity, from «Nombre de la entidad y del área».",
    ),
    _text(
        "area",
        "Área",
        "Area",
        "El área dentro de la entidad, si la respuesta la nombra.",
        "The area within the entity, where the answer names one.",
    ),
    Column(
        "completed_on",
        ColumnType.DATE,
        "Fecha de diligenciamiento",
        "Date of completion",
        "Fecha de diligenciamiento, escrita día/mes/año en el formato. Vacía si está incompleta "
        "o es imposible: ninguna parte se inventa.",
        "Fecha de diligenciamiento, day first on the form. Null where it is incomplete or "
        "impossible: no part is made up.",
    ),
    _text(
        "topic",
        "Tema",
        "Topic",
        "Tema de la lección aprendida.",
        "Tema de la lección aprendida: what the lesson is about.",
    ),
    _text(
        "program",
        "Plan, programa o proyecto",
        "Plan, programme or project",
        "Plan, programa o proyecto asociado.",
        "Plan, programa o proyecto asociado: what the experience belongs to.",
    ),
    _text(
        "situation",
        "Situación o experiencia",
        "Situation or experience",
        "Respuesta a «Describa la situación o experiencia…».",
        "Answer to «Describa la situación o experiencia…».",
    ),
    _text(
        "impact",
        "Impacto",
        "Impact",
        "Respuesta a «Describa el impacto positivo o negativo…».",
        "Answer to «Describa el impacto positivo o negativo…».",
    ),
    _text(
        "solutions",
        "Soluciones o acciones de mejora",
        "Solutions or improvements",
        "Respuesta a «¿Cómo y cuáles fueron las soluciones o acciones de mejora…?».",
        "Answer to «¿Cómo y cuáles fueron las soluciones o acciones de mejora…?».",
    ),
    _text(
        "lesson",
        "Lección aprendida",
        "Lesson learned",
        "Respuesta a «¿Cuál fue la lección aprendida?».",
        "Answer to «¿Cuál fue la lección aprendida?».",
    ),
    _text(
        "recommendation",
        "Recomendación",
        "Recommendation",
        "Respuesta a «¿Cuál es su recomendación…?».",
        "Answer to «¿Cuál es su recomendación…?».",
    ),
)

LESSON_FIELDS = tuple(column.name for column in _LESSON_TEXTS)
"""The columns that come from the form's questions, `entity` to `recommendation`."""

LESSONS = Table(
    "lessons",
    "Lecciones aprendidas",
    "Lessons learned",
    "Una fila por lección cuyo formato autoriza compartirla con un Sí claro. Los textos son "
    "literales; los datos personales están reemplazados por [PERSONA], [TELÉFONO], [CORREO] y "
    "[DOCUMENTO].",
    "One row a lesson whose form authorises sharing with a clear Sí. Texts are verbatim; "
    "personal data is masked as [PERSONA], [TELÉFONO], [CORREO] and [DOCUMENTO].",
    (
        LESSON_ID,
        *_LESSON_TEXTS,
        Column(
            "consent",
            ColumnType.STRING,
            "Autorización",
            "Consent",
            "Siempre yes: sólo se publica lo que tiene un Sí claro.",
            "Always yes: only what has a clear Sí is published.",
            nullable=False,
            allowed=(Consent.YES,),
        ),
        _TEMPLATE,
        _SOURCE_FORMAT,
        _CONFIDENCE,
        _REVIEW,
        Column(
            "redactions",
            ColumnType.INT,
            "Datos personales ocultados",
            "Redactions",
            "Cuántos datos personales se ocultaron en los textos de esta fila.",
            "Pieces of personal data masked in the texts of this row.",
            nullable=False,
            minimum=0,
        ),
    ),
    key=("lesson_id",),
)


def _edge(name: str, side_es: str, side_en: str) -> Column:
    return Column(
        name,
        ColumnType.FLOAT,
        f"Borde {side_es}",
        f"{side_en.capitalize()} edge",
        f"Borde {side_es} de la respuesta, en puntos desde la esquina superior izquierda de la "
        "página; vacío si el formato no tiene páginas.",
        f"The answer's {side_en} edge, in points from the page's top left; null where the "
        "format has no pages.",
    )


ANSWERS = Table(
    "answers",
    "Respuestas",
    "Answers",
    "Una fila por lección y pregunta: qué pasó con la respuesta, con qué confianza se leyó y "
    "en qué lugar de la página está.",
    "One row a lesson and question: what became of the answer, how sure its reading is and "
    "where on the page it stands.",
    (
        LESSON_ID,
        Column(
            "field",
            ColumnType.STRING,
            "Campo",
            "Field",
            "La columna de lessons que llena esta respuesta.",
            "The column of lessons that this answer fills.",
            nullable=False,
            allowed=LESSON_FIELDS,
        ),
        Column(
            "state",
            ColumnType.STRING,
            "Estado",
            "State",
            "answered: respondida; empty: vacía; not_applicable: sólo dice que no aplica; "
            "not_found: no se encontró la pregunta; unreadable: hay algo que no se pudo leer.",
            "answered; empty; not_applicable: says only that it does not apply; not_found: the "
            "label was not found; unreadable: something stands there that could not be read.",
            nullable=False,
            allowed=tuple(State),
        ),
        replace(
            _CONFIDENCE,
            about_es="De 0 a 1: probabilidad de que el valor y el estado estén bien leídos.",
            about_en="From 0 to 1: the probability that value and state are right.",
        ),
        Column(
            "read_from",
            ColumnType.STRING,
            "Leído de",
            "Read from",
            "De qué parte del archivo se leyó: texto, campo de formulario, control de "
            "contenido, anotación o reconocimiento óptico (ocr).",
            "What it was read from: text, form field, content control, annotation or optical "
            "recognition (ocr).",
            allowed=tuple(ReadFrom),
        ),
        Column(
            "page",
            ColumnType.INT,
            "Página",
            "Page",
            "Página, desde 1; vacía si el formato no tiene páginas.",
            "Page, from 1; null where the format has no pages.",
            minimum=1,
        ),
        _edge("x0", "izquierdo", "left"),
        _edge("top", "superior", "top"),
        _edge("x1", "derecho", "right"),
        _edge("bottom", "inferior", "bottom"),
    ),
    key=("lesson_id", "field"),
    refers_to="lessons",
)

FORMS = Table(
    "forms",
    "Registro de formularios",
    "Ledger of forms",
    "Una fila por formulario encontrado y una por archivo en que no se encontró ninguno. Sin "
    "contenido de los formularios. Los nombres de archivo pueden llevar nombres de personas: "
    "esta tabla no se comparte.",
    "One row for every form found, and one for every file in which none was found. No form "
    "content. File names may carry people's names: this table is not shared.",
    (
        Column(
            "source_path",
            ColumnType.STRING,
            "Archivo",
            "File",
            "Ruta del archivo dentro de la carpeta de entrada; los archivos dentro de otro se "
            "escriben externo.zip!/interno.docx.",
            "The file's path within the input it was found under; a member of another file is "
            "written outer.zip!/inner.docx.",
            nullable=False,
        ),
        Column(
            "form_number",
            ColumnType.INT,
            "Número del formulario",
            "Form number",
            "1 para el primer formulario del archivo; vacío si no se encontró ninguno.",
            "1 for the first form in the file; null where none was found.",
            minimum=1,
        ),
        Column(
            "source_sha256",
            ColumnType.STRING,
            "SHA-256 del archivo",
            "SHA-256 of the file",
            "Huella de los bytes del archivo; vacía si no se pudo abrir.",
            "Digest of the file's bytes; null where it could not be opened.",
            pattern=SHA256_PATTERN,
        ),
        replace(_SOURCE_FORMAT, nullable=True),
        Column(
            "size_bytes",
            ColumnType.LONG,
            "Tamaño",
            "Size",
            "Tamaño del archivo en bytes.",
            "Size of the file in bytes.",
            nullable=False,
            minimum=0,
        ),
        Column(
            "status",
            ColumnType.STRING,
            "Estado",
            "Status",
            "published: publicado; no_consent: se marcó No; consent_unclear: autorización por "
            "aclarar; duplicate: repetido; revoked: retirado; not_a_form: no es el formato; "
            "blank: sin diligenciar; unreadable: no se pudo leer; failed: falló la lectura.",
            "published; no_consent: No is marked; consent_unclear: withheld until a person "
            "decides; duplicate; revoked; not_a_form: no template matches; blank: nothing "
            "filled in; unreadable; failed: the reader ran past its limits.",
            nullable=False,
            allowed=tuple(Status),
        ),
        _text(
            "reason",
            "Motivo",
            "Reason",
            "Una frase que dice por qué no se publicó; vacía si se publicó.",
            "One sentence in Spanish that says why it is not published; null where it is.",
        ),
        Column(
            "consent",
            ColumnType.STRING,
            "Autorización",
            "Consent",
            "yes: Sí; no: No; unmarked: sin marcar; both: ambos; unclear: no es claro. Lo que una "
            "persona decidió prevalece. Vacía si no se encontró ningún formulario, o si una "
            "persona dijo que no lo es (la fila conserva entonces su número).",
            "yes, no, unmarked, both or unclear; what a person decided prevails. Null where no "
            "form was found, or a person said that it is none (the row then keeps its number).",
            allowed=tuple(Consent),
        ),
        replace(
            LESSON_ID,
            nullable=True,
            about_es="La lección publicada; sólo en filas published y duplicate.",
            about_en="The published lesson; only in published and duplicate rows.",
        ),
        replace(_TEMPLATE, nullable=True),
        replace(_CONFIDENCE, nullable=True),
        _REVIEW,
        Column(
            "fields_filled",
            ColumnType.INT,
            "Preguntas respondidas",
            "Questions answered",
            "Cuántas preguntas tienen respuesta; vacío si no se encontró ningún formulario.",
            "How many questions have an answer; null where no form was found.",
            minimum=0,
        ),
    ),
    restricted=True,
)

CONTACTS = Table(
    "contacts",
    "Contactos",
    "Contacts",
    "Los datos de contacto del servidor público de cada lección publicada. Datos personales: "
    "esta tabla no se comparte.",
    "The public servant's contact data of each published lesson. Personal data: this table is "
    "not shared.",
    (
        LESSON_ID,
        _text(
            "public_servant",
            "Servidor público",
            "Public servant",
            "Nombre del servidor público, como está en el formulario.",
            "Name of the public servant, as it stands on the form.",
        ),
        _text(
            "phone",
            "Número de contacto",
            "Contact number",
            "Número de contacto, como está en el formulario.",
            "Contact number, as it stands on the form.",
        ),
        _text(
            "email",
            "Correo electrónico",
            "E-mail",
            "Correo electrónico institucional, como está en el formulario.",
            "Institutional e-mail, as it stands on the form.",
        ),
    ),
    key=("lesson_id",),
    refers_to="lessons",
    restricted=True,
)

CONCERNS = Table(
    "concerns",
    "Asuntos sensibles",
    "Sensitive matters",
    "Una fila por lección, pregunta y categoría en que el texto podría tocar datos sensibles o "
    "de menores (Ley 1581 de 2012, arts. 5 a 7): para que una persona lo mire. Sin texto.",
    "One row a lesson, question and category in which the text may touch sensitive data or "
    "minors (Ley 1581 de 2012, arts. 5 to 7): for a person to look at. No text.",
    (
        LESSON_ID,
        replace(
            ANSWERS.column("field"),
            about_es="La columna de lessons en que está.",
            about_en="The column of lessons where it stands.",
        ),
        Column(
            "category",
            ColumnType.STRING,
            "Categoría",
            "Category",
            "Qué dato sensible podría ser: health: salud; union: sindicato; ethnic: origen "
            "étnico; religion: religión; politics: política; sex_life: vida sexual; biometric: "
            "biométricos; social: organización social o de derechos humanos; minors: menores.",
            "Which sensitive matter it may be.",
            nullable=False,
        ),
    ),
    key=("lesson_id", "field", "category"),
    refers_to="lessons",
    restricted=True,
)

TABLES = (LESSONS, ANSWERS, DERIVED, FORMS, CONTACTS, CONCERNS)
"""Every table of the dataset; those that may be shared come first."""
