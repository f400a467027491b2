# De los datos a una tabla, en R. Uso: Rscript docs/examples/lecciones.R CARPETA
# Los CSV se leen con R solo; con el paquete arrow, los Parquet con sus tipos.
args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[[1]] else "samples/dataset"

if (requireNamespace("arrow", quietly = TRUE)) {
  lessons <- as.data.frame(arrow::read_parquet(file.path(folder, "lessons.parquet")))
} else {
  # fileEncoding quita la marca de orden; los identificadores se quedan como texto.
  lessons <- read.csv(
    file.path(folder, "lessons.csv"),
    fileEncoding = "UTF-8-BOM", na.strings = "", stringsAsFactors = FALSE,
    colClasses = c(lesson_id = "character")
  )
  lessons$completed_on <- as.Date(lessons$completed_on)
}

stopifnot(inherits(lessons$completed_on, "Date"), is.character(lessons$lesson_id))
cat(nrow(lessons), "lecciones\n")
print(sort(table(lessons$entity), decreasing = TRUE))
