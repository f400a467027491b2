"""Small forms, archives and mails for the application's tests."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document

if TYPE_CHECKING:
    from pathlib import Path

CONSENT = (
    "¿Cómo área/entidad autoriza que la información contenida en este formato pueda ser "
    "compartida con otras áreas y/o entidades para efectos de gestionar el conocimiento y los "
    "aprendizajes?"
)
IMPACT = (
    "Describa el impacto positivo o negativo que generó la situación o experiencia frente a los "
    "resultados esperados"
)
YES, NO, UNMARKED, BOTH = "Sí ☒ No ☐", "Sí ☐ No ☒", "Sí ☐ No ☐", "Sí ☒ No ☒"
SAID = "Xilófono Confidencial"  # in the answers of every form made here


def form_docx(
    answer: str = YES, topic: str = "Archivo de gestión", *, filled: bool = True
) -> bytes:
    """A filled-in form in Word; `answer` is what stands after the consent question."""
    rows = [
        ("Datos generales", ""),
        ("Nombre de la entidad y del área", "Alcaldía de Villa Ejemplo – Oficina de Archivo"),
        ("Nombre del servidor público", "Zoraida Quimbayo"),
        ("Número de contacto", "601 555 0101"),
        ("Correo electrónico institucional", "zquimbayo@ejemplo.gov.co"),
        ("Fecha de diligenciamiento", "17/06/2025"),
        ("Características específicas de la experiencia", ""),
        ("Tema de la lección aprendida", topic),
        ("Plan, programa o proyecto asociado", "Plan de archivo"),
        ("Describa la situación o experiencia", f"{SAID}: los expedientes estaban en el sótano."),
        (
            IMPACT,
            f"Se respondió en menos días el {topic}.",
        ),
        (
            "¿Cómo y cuáles fueron las soluciones o acciones de mejora (si las hubo)?",
            "Se compró estantería.",
        ),
        ("¿Cuál fue la lección aprendida?", "Conviene planear el espacio antes de trasladar."),
        (
            "¿Cuál es su recomendación para obtener mejores resultados en un escenario similar?",
            "Hacer un inventario primero.",
        ),
    ]
    document = Document()
    document.add_paragraph("DOCUMENTACIÓN DE LECCIONES APRENDIDAS")
    table = document.add_table(rows=0, cols=2)
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].text = label
        cells[1].text = value if filled else ""
    document.add_paragraph(CONSENT)
    document.add_paragraph(answer)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def letter_docx() -> bytes:
    """A Word file that is no form."""
    document = Document()
    document.add_paragraph("Cordial saludo: adjunto lo solicitado.")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive of these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def mailed(
    attachments: dict[str, bytes],
    text: str = "Adjunto el formato.",
    to: str = "b@ejemplo.gov.co",
) -> bytes:
    """A mail with these attachments."""
    message = EmailMessage()
    message["From"], message["To"] = "a@ejemplo.gov.co", to
    message["Subject"], message["Date"] = "Lecciones", "Mon, 02 Jun 2025 10:00:00 -0500"
    message["Message-ID"] = "<1@ejemplo.gov.co>"
    message.set_content(text)
    for name, content in attachments.items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def folder_of(folder: Path, files: dict[str, bytes]) -> Path:
    """The folder with these files written into it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
