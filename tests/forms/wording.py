"""The form's own words, as the Función Pública template has them."""

from __future__ import annotations

TITLE = "DOCUMENTACIÓN DE LECCIONES APRENDIDAS"

DEFINITION = (
    "Una lección aprendida se entiende como el conocimiento adquirido sobre una o varias "
    "experiencias a través de la reflexión y el análisis crítico de los factores que pudieron "
    "haber afectado positiva o negativamente el resultado esperado"
)
INSTRUCTION = (
    "Por lo anterior, agradecemos registrar a continuación los datos generales y características "
    "específicas de una de las experiencias más relevantes que haya sido identificada en su área "
    "y/o entidad."
)
GENERAL = "Datos generales"
SPECIFIC = "Características específicas de la experiencia"
NOTE = (
    "Banco Interamericano de Desarrollo, (2008). Knowledge and Learning Sector (KNL), Knowledge "
    "Management Division, nota técnica lecciones aprendidas."
)
LABELS = {
    "entity_area": "Nombre de la entidad y del área",
    "public_servant": "Nombre del servidor público",
    "phone": "Número de contacto",
    "email": "Correo electrónico institucional",
    "completed_on": "Fecha de diligenciamiento",
    "topic": "Tema de la lección aprendida",
    "program": "Plan, programa o proyecto asociado",
    "situation": "Describa la situación o experiencia",
    "impact": (
        "Describa el impacto positivo o negativo que generó la situación o experiencia frente a "
        "los resultados esperados"
    ),
    "solutions": (
        "¿Cómo y cuáles fueron las soluciones o acciones de mejora (si las hubo)?"
    ),
    "lesson": "¿Cuál fue la lección aprendida?",
    "recommendation": (
        "¿Cuál es su recomendación para obtener mejores resultados en un escenario similar?"
    ),
}  # fmt: skip
SYNONYMS = {
    "entity_area": "Entidad y dependencia",
    "public_servant": "Nombre de la persona que diligencia el formato",
    "phone": "Número de contacto celular",
    "email": "Correo electrónico",
    "completed_on": "Fecha de registro",
    "topic": "Nombre de la lección",
    "program": "Nombre del proyecto",
    "situation": "Descripción de la situación",
    "impact": "¿Cuál fue el impacto?",
    "solutions": "¿Qué acciones se tomaron?",
    "lesson": "¿Cuál es la lección aprendida?",
    "recommendation": "Recomendaciones",
}
"""Other words seen for the same questions, one for each."""
HELP = {
    "entity_area": "(escriba el nombre completo)",
    "completed_on": "(DD/MM/AAAA)",
    "phone": "(fijo o celular)",
    "situation": "(qué ocurrió, cuándo y quiénes participaron)",
    "lesson": "(máximo una página)",
}
"""Help texts that some entities print behind the label."""
EXTRA = {
    "public_servant": ("Cargo", "Profesional universitario"),
    "completed_on": ("Proceso", "Gestión del conocimiento y la innovación"),
    "program": ("Costo estimado", "Sin costo para la entidad"),
    "solutions": ("Evidencias", "Actas de reunión y registro fotográfico"),
    "recommendation": ("Palabras clave", "Conocimiento, archivo, aprendizaje"),
}
"""Rows of other questions that some entities add, after the row of the field named."""
COVER = (
    "Señores Grupo de Gestión del Conocimiento",
    "Cordial saludo. Remitimos el formato diligenciado sobre la lección aprendida de nuestra área.",
    "Atentamente, Coordinación del proceso",
)
"""A short letter that some put before the form in the same file."""
ANNEX = (
    "Anexo 1. Registro de asistencia",
    "La reunión se realizó en el auditorio principal con la participación de las dependencias.",
)
"""Text after the form that is no answer."""
SIGNED = ("Elaboró: Profesional de apoyo", "Revisó: Coordinación del proceso")
CONSENT = (
    "¿Cómo área/entidad autoriza que la información contenida en este formato pueda ser "
    "compartida con otras áreas y/o entidades para efectos de gestionar el conocimiento y los "
    "aprendizajes?"
)
LAW = (
    "Nota: Los datos recolectados en esta ficha serán tratados bajo lo dispuesto en la ley 1581 "
    'de 2012, "Por el cual se dictan disposiciones generales para la protección de datos '
    'personales".'
)


def mistyped(text: str) -> str:
    """The text with two letters swapped in its longest word."""
    longest = max(text.split(), key=len)
    middle = len(longest) // 2
    swapped = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return text.replace(longest, swapped)


def bare(text: str) -> str:
    """The text without accents; ñ stays."""
    return text.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU"))


SOURCE = "Tomado de la Función Pública."
