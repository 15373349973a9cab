# shellcheck shell=bash
# What the scripts share; sourced, not run. Whoever sources it has set -euo pipefail.
#
# Sets `root`, the project's directory, and defines:
#   say TEXT…         a line for the person in front, on standard error
#   need_packages P…  installs packages, or says what to install
#   prepare           makes sure that all needed for a build is there, installing what it may
#   build_release     brings the release build up to date, at once if nothing has changed

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() {
  printf '%s\n' "$*" >&2
}

# The names, as apt knows them, of what is missing.
missing_packages() {
  if ! command -v pkg-config >/dev/null; then
    # Without it the libraries cannot be looked for; installing what is there does no harm.
    printf '%s\n' pkg-config liblua5.4-dev
    [[ $(uname -s) == Darwin ]] || printf '%s\n' libedit-dev
    return
  fi
  pkg-config --exists lua5.4 || printf '%s\n' liblua5.4-dev
  # On macOS it comes with the developer tools.
  [[ $(uname -s) == Darwin ]] || pkg-config --exists libedit || printf '%s\n' libedit-dev
}

# Runs a command as root, if that needs no password.
as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

may_be_root() {
  [[ $(id -u) -eq 0 ]] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2
}

install_packages() {
  say "Installing $* …"
  # The lists may be missing or old; fetching them takes a while, so only if it must be.
  apt_install "$@" || { as_root apt-get update >&2 && apt_install "$@"; }
}

explain_packages() {
  if [[ $(uname -s) == Darwin ]]; then
    say 'Lua 5.4 and pkg-config are needed. With Homebrew: brew install pkgconf lua@5.4'
  elif command -v apt-get >/dev/null; then
    say "Missing: $*. Please run: sudo apt-get update && sudo apt-get install -y $*"
  elif command -v dnf >/dev/null; then
    say 'Lua 5.4, libedit and pkg-config are needed. Please run: sudo dnf install pkgconf lua-devel libedit-devel'
  elif command -v pacman >/dev/null; then
    say 'Lua 5.4, libedit and pkg-config are needed. Please run: sudo pacman -S pkgconf lua54 libedit'
  else
    say 'Please install pkg-config and the development files of Lua 5.4 (as pkg-config package lua5.4) and libedit.'
  fi
}

# Installs packages, if that may be done; else says what to do, and ends.
need_packages() {
  if command -v apt-get >/dev/null && may_be_root; then
    install_packages "$@" && return 0
  fi
  explain_packages "$@"
  exit 1
}

prepare() {
  if ! command -v swift >/dev/null; then
    say 'Switchyard is built with Swift 6.2 or later, and there is no "swift" in PATH; see https://www.swift.org/install.'
    exit 1
  fi
  local missing
  # shellcheck disable=SC2207 # package names hold no blanks
  missing=($(missing_packages))
  [[ ${#missing[@]} -eq 0 ]] || need_packages "${missing[@]}"
}

# How releases are built. With Swift's own library linked in, the program starts in two thirds of the time.
release_options=(-c release)
if [[ $(uname) == Linux ]]; then
  # Another linker would warn of what that library does with temporary files, which nothing here asks for.
  release_options+=(--static-swift-stdlib -Xswiftc -use-ld=lld)
fi

build_release() {
  local stamp=$root/.build/release-build.stamp
  # The stamp is as old as the sources it stands for: it is made before the build, and put in place after.
  # Folders are looked at, too, for a file that was removed changes nothing else.
  if [[ -x $root/.build/release/switchyard && -x $root/.build/release/switchyard-guard && -e $stamp ]] &&
    [[ -z $(find "$root/Sources" "$root/Package.swift" -newer "$stamp" -print -quit) ]]; then
    return 0
  fi
  prepare
  say 'Building Switchyard …'
  mkdir -p "$root/.build"
  touch "$stamp.new"
  local product
  for product in switchyard switchyard-guard; do
    swift build --package-path "$root" "${release_options[@]}" --product "$product" >&2
  done
  mv "$stamp.new" "$stamp"
}
