"""`python -m lecciones` is the command `lecciones`."""

from lecciones.cli import main

if __name__ == "__main__":
    main()
