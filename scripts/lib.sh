# Shared by the scripts here: Debian packages and the virtual environment. To be sourced.

export PIP_DISABLE_PIP_VERSION_CHECK=1
VENV="${VENV:-.venv}"
PYTHON="${PYTHON:-python3}"

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    say "Se necesita ser administrador para instalar: $*"
    return 1
  fi
}

# Installs Debian packages, asking nothing. Nothing happens where apt is not there.
install_packages() {
  if ! command -v apt-get >/dev/null 2>&1; then
    say "Instale usted mismo: $*"
    return 1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_python() {
  if ! command -v "$PYTHON" >/dev/null 2>&1; then
    install_packages python3
  fi
  if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Se necesita Python 3.11 o más nuevo; este es $("$PYTHON" --version)."
    return 1
  fi
}

# Makes the virtual environment and installs `pip install` arguments into it, once for each
# pyproject.toml and lock: a second call with the same one does nothing.
make_venv() {
  local mark="$VENV/.installed" wanted
  need_python
  if [ ! -x "$VENV/bin/python" ]; then
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    "$PYTHON" -m venv "$VENV"
  fi
  wanted="$* $(cat pyproject.toml requirements-test.lock | cksum)"
  if [ "$(cat "$mark" 2>/dev/null)" != "$wanted" ]; then
    "$VENV/bin/python" -m pip install --quiet "$@"
    printf '%s\n' "$wanted" >"$mark"
  fi
}
