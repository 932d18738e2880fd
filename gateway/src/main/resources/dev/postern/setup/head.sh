set -euo pipefail

mode=apply
yes=no
for argument in "$@"; do
  case "$argument" in
    --check-only) mode=check ;;
    --undo) mode=undo ;;
    --yes) yes=yes ;;
    *) echo "usage: $0 [--check-only|--undo] [--yes]" >&2; exit 2 ;;
  esac
done

missing=0

good() { printf 'ok       %s\n' "$1"; }
lacks() { printf 'missing  %s\n' "$1"; missing=$((missing + 1)); }
note() { printf '         %s\n' "$1"; }

# Whether a change may be made. With --check-only none ever is.
may() {
  local answer=
  if [ "$mode" = check ]; then return 1; fi
  if [ "$yes" = no ]; then
    printf '%s? [y/N] ' "$1" >&2
    read -r answer || answer=
    case "$answer" in y | Y | yes) ;; *) note "left as it is"; return 1 ;; esac
  fi
  printf 'doing    %s\n' "$1"
}

# What was missing has been put right.
done_now() { missing=$((missing - 1)); }

# What this script made is written down beside it, so that --undo takes back that and nothing else.
remember() { # KIND VALUE
  if ! was_made "$1" "$2"; then printf '%s %s\n' "$1" "$2" >>"$record"; fi
}
was_made() { [ -r "$record" ] && grep -qxF -- "$1 $2" "$record"; }
forget() {
  local left
  left=$(grep -vxF -- "$1 $2" "$record") || left=
  printf '%s\n' "$left" | sed '/^$/d' >"$record"
}
# may_undo KIND VALUE WHAT: whether something may be taken back, which it never may if it was there before.
may_undo() {
  if was_made "$1" "$2"; then may "$3"; else note "left: $1 $2 (not made by this script, by its record $record)"; return 1; fi
}

# Whether a line of the input is this, whatever its case.
contains() {
  local all
  all=$(cat)
  grep -qixF -- "$1" <<<"$all"
}

command -v az >/dev/null || { echo "The Azure CLI (az) is not installed: https://aka.ms/azure-cli, or use the portal's Cloud Shell." >&2; exit 2; }

signed_in() {
  local tenant
  tenant=$(az account show --query tenantId -o tsv 2>/dev/null) || tenant=
  if [ -z "$tenant" ]; then
    echo "Sign in first: az login --tenant $TENANT_ID --allow-no-subscriptions" >&2; exit 2
  fi
  case "$TENANT_ID" in
    *.*) ;;
    "$tenant") ;;
    *) echo "az is signed in to tenant $tenant, and this is for $TENANT_ID: az login --tenant $TENANT_ID --allow-no-subscriptions" >&2; exit 2 ;;
  esac
}
