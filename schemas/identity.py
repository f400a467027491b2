"""The column that names a lesson in every table."""

from __future__ import annotations

from schemas.columns import Column, ColumnType

LESSON_ID_PATTERN = "^[0-9a-f]{16}$"

LESSON_ID = Column(
    "lesson_id",
    ColumnType.STRING,
    "Identificador de la lección",
    "Lesson identifier",
    "16 dígitos hexadecimales calculados del contenido normalizado de la lección: la misma "
    "lección enviada en Word y en PDF tiene el mismo. No contiene ningún dato personal.",
    "16 hexadecimal digits computed from the normalized content of the lesson: the same lesson "
    "sent as Word and as PDF has the same one. It holds no personal data.",
    nullable=False,
    pattern=LESSON_ID_PATTERN,
)
