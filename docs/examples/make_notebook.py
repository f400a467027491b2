"""The cells of `analisis.py` as a Jupyter notebook: `python docs/examples/make_notebook.py`.

The program is what people edit and compare; the notebook is made from it, without results.
"""

import json
import re
from pathlib import Path

HERE = Path(__file__).parent
_CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)


def notebook(program: str) -> str:
    """The notebook (format 4.5) of a program whose cells begin with `# %%`."""
    _, *parts = _CELL.split(program)
    cells = [
        _cell(number, text.strip("\n"), markdown=bool(kind))
        for number, (kind, text) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    made = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _cell(number: int, text: str, *, markdown: bool) -> dict[str, object]:
    if markdown:
        text = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
    cell: dict[str, object] = {"id": f"celda-{number}", "metadata": {}}
    cell["source"] = text.splitlines(keepends=True)
    if markdown:
        return {"cell_type": "markdown", **cell}
    return {"cell_type": "code", "execution_count": None, "outputs": [], **cell}


if __name__ == "__main__":
    made = notebook((HERE / "analisis.py").read_text(encoding="utf-8"))
    (HERE / "analisis.ipynb").write_text(made, encoding="utf-8")
