# shellcheck shell=bash
# Sourced after setup.sh, not run. Sets `engine` to the targets of the scheduler and its tests, `bridge` to those of Lua,
# and defines:
#   copy_package DIR TARGET…   copies these targets to DIR as a package of their own, which builds in seconds

# shellcheck disable=SC2034 # for whoever sources this
engine=(TaskCore TaskEngine TaskSimulation TaskTesting TaskEngineTests)
# shellcheck disable=SC2034
bridge=(CLua CLuaShims LuaRuntime CHeap LuaRuntimeTests PatternOracle)

copy_package() {
  local directory=$1 target kept=
  shift
  rm -rf "$directory/Sources" "$directory/Tests"
  mkdir -p "$directory/Sources" "$directory/Tests"
  cp -p "$root/Package.swift" "$directory/"
  if [[ -e $root/Package.resolved ]]; then cp -p "$root/Package.resolved" "$directory/"; fi
  for target in "$@"; do
    kept+="\"$target\", "
    if [[ -d $root/Tests/$target ]]; then
      cp -Rp "$root/Tests/$target" "$directory/Tests/"
    else
      cp -Rp "$root/Sources/$target" "$directory/Sources/"
    fi
  done
  cat >>"$directory/Package.swift" <<END

let kept: Set = [$kept]
package.targets.removeAll { !kept.contains(\$0.name) }
package.products = []
END
}
