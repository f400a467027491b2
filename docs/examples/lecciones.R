# De los datos a una tabla, en R. Uso: Rscript docs/examples/lecciones.R CARPETA
# Basta R. Quien tenga el paquete arrow puede leer los Parquet: arrow::read_parquet(...).
args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[[1]] else "samples/dataset"

# Los CSV llevan marca de orden (BOM). Un apóstrofo al comienzo de un texto protege a las hojas de
# cálculo: sobra siempre uno.
leer <- function(archivo, fechas = character(), reales = character(), enteros = character()) {
  datos <- read.csv(
    archivo,
    fileEncoding = "UTF-8-BOM", encoding = "UTF-8", na.strings = "",
    colClasses = "character", check.names = FALSE
  )
  textos <- setdiff(names(datos), c(fechas, reales, enteros))
  datos[textos] <- lapply(datos[textos], function(x) sub("^'", "", x))
  datos[fechas] <- lapply(datos[fechas], as.Date)
  datos[reales] <- lapply(datos[reales], as.numeric)
  datos[enteros] <- lapply(datos[enteros], as.integer)
  datos
}

lessons <- leer(
  file.path(folder, "lessons.csv"),
  fechas = "completed_on", reales = "confidence", enteros = "redactions"
)
cat(nrow(lessons), "lecciones, de", format(min(lessons$completed_on, na.rm = TRUE)),
    "a", format(max(lessons$completed_on, na.rm = TRUE)), "\n")
print(sort(table(lessons$entity), decreasing = TRUE))

# Los temas, en una gráfica.
if (length(args) > 1) {
  svg(args[[2]], width = 8, height = 5)
  par(mar = c(4, 18, 2, 1))
  barplot(sort(table(substr(lessons$topic, 1, 45))), horiz = TRUE, las = 1, main = "Temas")
  invisible(dev.off())
}
