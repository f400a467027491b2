"""The commands for what the law asks: revoke, hold, proof, verify, inventory."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path  # typer reads the annotations
from typing import Annotated

import typer

from lecciones.cli_base import Lang, plainly
from lecciones.errors import UsageError

Dataset = Annotated[
    Path,
    typer.Argument(
        metavar="CARPETA",
        help="La carpeta del conjunto de datos (la de --out).",
        show_default=False,
    ),
]
_WHAT = (
    "El identificador de la lección (16 caracteres, columna lesson_id) o el archivo tal como "
    "está en el registro (columna source_path de restricted/forms.csv); también un .zip entero."
)
Target = Annotated[str, typer.Argument(metavar="LECCION|ARCHIVO", help=_WHAT, show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Lo mismo como JSON, para otros programas.")]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="TEXTO",
        help="Por qué, para el registro de decisiones. No escriba datos personales.",
        show_default=False,
    ),
]
Received = Annotated[
    str | None,
    typer.Option(
        "--received",
        metavar="AAAA-MM-DD",
        help="Día en que se recibió la solicitud; los plazos cuentan desde el siguiente. Si no "
        "se dice: hoy.",
        show_default=False,
    ),
]
Publish = Annotated[
    bool,
    typer.Option(
        "--publish/--no-publish",
        help="Publicar de una vez el conjunto de datos sin la lección (o con ella).",
    ),
]


def revoke_command(
    *,
    out: Dataset,
    target: Target,
    reason: Reason = "",
    received: Received = None,
    restore: Annotated[
        bool,
        typer.Option("--restore", help="Lo contrario: la autorización vuelve a valer."),
    ] = False,
    publish: Publish = True,
    lang: Lang = "es",
) -> None:
    """`lecciones revoke`."""
    with plainly(lang):
        from lecciones import acts
        from lecciones.law_view import show_act

        if restore:
            act = acts.restore(out, target, publish=publish, lang=lang)
        else:
            act = acts.revoke(
                out, target, reason=reason, received=_day(received), publish=publish, lang=lang
            )
        show_act("restored" if restore else "revoked", act, lang)


def hold_command(
    *,
    out: Dataset,
    target: Annotated[
        str | None, typer.Argument(metavar="[LECCION|ARCHIVO]", help=_WHAT, show_default=False)
    ] = None,
    reason: Reason = "",
    received: Received = None,
    query: Annotated[
        bool,
        typer.Option("--query", help="Es una consulta (art. 14): solo lleva el plazo, no retira."),
    ] = False,
    extended: Annotated[
        bool,
        typer.Option("--extend", help="Ya se avisó la demora y sus motivos: el plazo se alarga."),
    ] = False,
    release: Annotated[
        bool, typer.Option("--release", help="El trámite terminó y la lección vuelve.")
    ] = False,
    as_json: AsJson = False,
    publish: Publish = True,
    lang: Lang = "es",
) -> None:
    """`lecciones hold`."""
    with plainly(lang):
        from lecciones import acts
        from lecciones.law_view import claims_json, show_act, show_under_way

        if target is None:
            due = acts.under_way(out)
            if as_json:
                _print(claims_json(due))
            else:
                show_under_way(due, lang)
        elif release:
            show_act("released", acts.release(out, target, publish=publish, lang=lang), lang)
        elif extended:
            show_act("extended", acts.extend(out, target), lang)
        else:
            act = acts.hold(
                out,
                target,
                query=query,
                reason=reason,
                received=_day(received),
                publish=publish,
                lang=lang,
            )
            show_act("query" if query else "held", act, lang)


def proof_command(
    *, out: Dataset, target: Target, as_json: AsJson = False, lang: Lang = "es"
) -> None:
    """`lecciones proof`."""
    with plainly(lang):
        from lecciones.proving import prove, show_proof

        proof = prove(out, target)
        if as_json:
            _print(proof.as_json())
        else:
            show_proof(proof, lang)


def verify_command(
    *,
    out: Dataset,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="N:HUELLA",
            help="Una huella del registro que usted guardó en otro lugar: así se nota también "
            "si faltan los últimos asientos.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """`lecciones verify`."""
    with plainly(lang):
        from lecciones.proving import checks_json, show_checks, verify

        checks = verify(out, head=head)
        if as_json:
            _print(checks_json(checks))
        else:
            show_checks(checks, lang, kept=head is not None)
        if any(check.faults for check in checks):
            raise typer.Exit(1)


def inventory_command(
    *,
    out: Dataset,
    responsible: Annotated[
        str | None,
        typer.Option(
            "--responsible", metavar="NOMBRE", help="Entidad responsable; queda guardada."
        ),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(
            "--channel",
            metavar="TEXTO",
            help="A dónde se dirigen consultas y reclamos; queda guardado.",
        ),
    ] = None,
    retention: Annotated[
        str | None,
        typer.Option(
            "--retention",
            metavar="TEXTO",
            help="Cuánto tiempo se conserva la parte restringida; queda guardado.",
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "es",
) -> None:
    """`lecciones inventory`."""
    with plainly(lang):
        from lecciones.inventory import inventory, show_inventory

        sheet = inventory(
            out, responsible=responsible, channel=channel, retention=retention, lang=lang
        )
        if as_json:
            _print(sheet)
        else:
            show_inventory(sheet, lang)


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(
        "revoke",
        short_help="Retira una lección porque se retiró la autorización (o la restablece).",
        help=(
            "Retira una lección, o todo lo que vino de un archivo, porque se retiró la "
            "autorización.\n\n"
            "El contenido se borra de la carpeta, y no vuelve aunque llegue otra vez con Sí: ni en "
            "otro formato, ni en otra versión, ni con otro nombre. Para eso está --restore.\n\n"
            "Withdraws a lesson, or all that came from a file, until --restore."
        ),
        epilog=(
            "Ejemplos:  lecciones revoke salida 3f9c2a7b11d04e58 --reason 'Oficio 123'  |  "
            "lecciones revoke salida 'enero.zip!/ficha.docx'  |  "
            "lecciones revoke salida 3f9c2a7b11d04e58 --restore"
        ),
    )(revoke_command)
    app.command(
        "hold",
        short_help="Reclamos y consultas en trámite, con sus plazos en días hábiles.",
        help=(
            "Anota un reclamo en trámite: la lección sale del conjunto de datos hasta que se "
            "decida, y se calculan los plazos de la Ley 1581 de 2012 (arts. 14 y 15) en días "
            "hábiles de Colombia.\n\n"
            "Sin lección muestra lo que está en trámite y los días que quedan. Si el reclamo "
            "prospera, use «lecciones revoke»; si no, --release.\n\n"
            "Holds a lesson back while a complaint is under way, with the legal terms."
        ),
        epilog=(
            "Ejemplos:  lecciones hold salida 3f9c2a7b11d04e58 --received 2025-06-13  |  "
            "lecciones hold salida  |  lecciones hold salida 3f9c2a7b11d04e58 --release"
        ),
    )(hold_command)
    app.command(
        "proof",
        short_help="La prueba de cómo se decidió sobre la autorización.",
        help=(
            "Muestra la prueba de la autorización de una lección o de un archivo: sobre qué bytes "
            "se decidió, con qué regla, qué marca se vio y en qué lugar, con qué versión y qué "
            "decidieron después las personas. Nunca las respuestas.\n\n"
            "Shows on what bytes, by which rule and on what evidence consent was decided."
        ),
        epilog=("Ejemplo:  lecciones proof salida 3f9c2a7b11d04e58 --json"),
    )(proof_command)
    app.command(
        "verify",
        short_help="Revisa que nada se haya cambiado, quitado ni colado.",
        help=(
            "Revisa la cadena del registro de decisiones, las huellas de los archivos, que cada "
            "fila corresponda a un formulario con un Sí decidido, y que de lo retenido no quede "
            "nada. Termina con 1 si encuentra algo.\n\n"
            "Checks the log's chain, the files' hashes, every row's consent, and residue."
        ),
        epilog=("Ejemplos:  lecciones verify salida  |  lecciones verify salida --head 128:9f2c…"),
    )(verify_command)
    app.command(
        "inventory",
        short_help="La hoja para inscribir la base de datos en el RNBD.",
        help=(
            "Arma la hoja con lo que pide el Registro Nacional de Bases de Datos: campos, "
            "finalidad, cantidades, conservación y medidas. No reemplaza el trámite ante la "
            "SIC.\n\n"
            "The sheet an entity needs to register the database (RNBD)."
        ),
        epilog=("Ejemplo:  lecciones inventory salida --responsible 'Alcaldía de Villa Ejemplo'"),
    )(inventory_command)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("bad_day") from None


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
