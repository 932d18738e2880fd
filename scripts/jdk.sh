# shellcheck shell=bash
# Finds a JDK 25 or newer and exports JAVA_HOME. Sourced by ./check and ./postern.
#
# Looks at JAVA_HOME, then at the javac on the PATH, then in the folders where packages and version managers put
# JDKs. Says what to install if there is none.

jdk_release() { # prints the feature release of the JDK in folder $1, or nothing
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
  [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
  if command -v javac >/dev/null 2>&1; then
    dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
  fi
  local folder
  for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$folder" ] && printf '%s\n' "$folder"
  done
}

jdk_find() {
  local folder release
  while IFS= read -r folder; do
    release=$(jdk_release "$folder")
    if [ "${release:-0}" -ge 25 ]; then
      export JAVA_HOME=$folder
      return 0
    fi
  done <<EOF
$(jdk_candidates)
EOF
  cat >&2 <<'EOF'
Postern needs a JDK 25 or newer, and found none in JAVA_HOME, on the PATH or in the usual folders.
Install one (Debian, Ubuntu: temurin-25-jdk or openjdk-25-jdk; macOS: brew install openjdk; Windows: Temurin 25),
or point JAVA_HOME at one, and run this again.
EOF
  return 1
}
