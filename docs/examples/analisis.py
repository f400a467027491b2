# %% [markdown]
# # De los datos a una gráfica de temas
#
# Este cuaderno usa pandas y DuckDB. Se abre en Jupyter o VS Code (`analisis.ipynb`), y las mismas
# celdas se ejecutan como programa: `DATOS=CARPETA python docs/examples/analisis.py`. En `DATOS` va
# la carpeta de los datos; sin ella se usan los de ejemplo.

# %%
"""Loads a dataset, joins its tables, asks DuckDB, and draws the commonest key terms."""

import os
from pathlib import Path

import duckdb
import leather

import lecciones

sample = next(
    (p for p in (Path("samples/dataset"), Path("../../samples/dataset")) if p.exists()), ""
)
folder = Path(os.environ.get("DATOS") or sample)
picture = Path(os.environ.get("GRAFICA", "temas.svg"))

# %% [markdown]
# ## Cargar
# Cada columna llega con su tipo: textos, fechas y números que pueden faltar.

# %%
lessons = lecciones.read_lessons(folder)
answers = lecciones.read_answers(folder)
derived = lecciones.read_derived(folder)
print(f"{len(lessons)} lecciones, de {lessons['completed_on'].min():%Y-%m-%d} a "
      f"{lessons['completed_on'].max():%Y-%m-%d}")  # fmt: skip
lessons[["entity", "topic", "completed_on", "confidence"]]

# %% [markdown]
# ## Quedarse con lo seguro
# `confidence` es la del valor menos seguro de la fila; `answers` dice cuál es y dónde está.

# %%
sure = lessons[lessons["confidence"] >= 0.9]
doubtful = answers[answers["confidence"] < 0.9][["lesson_id", "field", "page", "confidence"]]
print(f"{len(sure)} lecciones con confianza de 0.9 o más; {len(doubtful)} respuestas por mirar")

# %% [markdown]
# ## Preguntar con SQL
# DuckDB lee los Parquet donde están. Contar filas no dice con qué frecuencia pasa algo: el
# formato pide una sola experiencia de cada área.

# %%
by_order = duckdb.sql(
    f"""
    SELECT coalesce(d.entity_order, 'sin dato') AS orden, count(*) AS lecciones,
           round(avg(d.words)) AS palabras
    FROM '{folder}/lessons.parquet' l JOIN '{folder}/derived.parquet' d USING (lesson_id)
    GROUP BY ALL ORDER BY lecciones DESC, orden
    """  # noqa: S608  # our own folder
)
print(by_order)

# %% [markdown]
# ## Los términos que más lecciones comparten

# %%
terms = derived["key_terms"].dropna().str.split("; ").explode()
themes = terms.value_counts().sort_index().sort_values(ascending=False, kind="stable").head(12)
chart = leather.Chart("Términos clave: en cuántas lecciones")
chart.add_bars([(int(count), str(name)) for name, count in themes.items()])
chart.to_svg(str(picture), width=700, height=420)
print(f"La gráfica está en {picture}")
chart.to_svg(width=700, height=420)
