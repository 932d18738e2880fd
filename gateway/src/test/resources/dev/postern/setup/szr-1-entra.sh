#!/usr/bin/env bash
# Sets up for Postern what the tenant must have in Entra ID and in Azure Communication Services.
#
#   szr-1-entra.sh                does what is missing, and asks before each change
#   szr-1-entra.sh --check-only   only looks; exit 1 if something is missing
#   szr-1-entra.sh --undo         takes back what it made by its record beside it, and asks before each change
#   --yes             does not ask
#
# It may be run as often as you like. Needs the Azure CLI, signed in as Application Administrator; for the
# consent as Privileged Role Administrator.
#
# Names of the settings stand in it as literals, whatever characters they have.
# shellcheck disable=SC2016,SC1112
TENANT_ID='22222222-2222-2222-2222-222222222222'
APP_ID='11111111-1111-1111-1111-111111111111'
TENANT='szr'
here=$(cd "$(dirname "$0")" && pwd)
record=$here/$TENANT.made-by-1
DISPLAY_NAME='Postern'
# What the settings do not tell: set it before, or be asked.
: "${RESOURCE_GROUP:=}" "${ACS_NAME:=}" "${EMAIL_SERVICE:=}" "${DATA_LOCATION:=europe}"
MAIL_DOMAIN='notify.example.cz'
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

# The object id of the enterprise application (the service principal), which Exchange wants.
# That of the app registration, which `az ad app show` prints, is another one and will not do.
object_id() { az ad sp show --id "$APP_ID" --query id -o tsv 2>/dev/null; }

application() {
  if az ad app show --id "$APP_ID" --query appId -o tsv >/dev/null 2>&1; then
    good "app registration $APP_ID"
    return 0
  fi
  # The option takes what a name begins with as well.
  APP_ID=$(az ad app list --display-name "$DISPLAY_NAME" --query "[?displayName=='$DISPLAY_NAME'].appId | [0]" -o tsv)
  if [ -n "$APP_ID" ]; then
    good "app registration $DISPLAY_NAME, $APP_ID"
  else
    lacks "app registration $DISPLAY_NAME"
    if ! may "create the app registration $DISPLAY_NAME"; then
      echo "Without an app registration there is nothing more to look at." >&2; exit 1
    fi
    APP_ID=$(az ad app create --display-name "$DISPLAY_NAME" --sign-in-audience AzureADMyOrg --query appId -o tsv)
    remember application "$APP_ID"
    done_now
  fi
  note "put it into the settings: client-id: $APP_ID"
}

enterprise_application() {
  if [ -z "$(object_id)" ]; then
    lacks "enterprise application of $APP_ID"
    if may "create the enterprise application"; then
      az ad sp create --id "$APP_ID" -o none
      remember enterprise-application "$APP_ID"
      done_now
    else
      return 0
    fi
  fi
  good "enterprise application, object id $(object_id)"
  if [ "$mode" = apply ]; then object_id >"$here/$TENANT.object-id"; fi
}

# permission RESOURCE ROLE: adds an application permission. The role's id is asked for by name.
permission() {
  local id
  id=$(az ad sp show --id "$1" --query "appRoles[?value=='$2'].id" -o tsv)
  if [ -z "$id" ]; then
    lacks "permission $2: the resource $1 does not offer it in this tenant"
  elif az ad app permission list --id "$APP_ID" --query '[].resourceAccess[].id' -o tsv | contains "$id"; then
    good "permission $2"
  else
    lacks "permission $2"
    if may "add the application permission $2"; then
      az ad app permission add --id "$APP_ID" --api "$1" --api-permissions "$id=Role" -o none
      remember permission "$1/$2"
      done_now
    fi
  fi
}

# unwanted RESOURCE ROLE: an organisation-wide permission that would defeat a scope in Exchange.
unwanted() {
  local id
  id=$(az ad sp show --id "$1" --query "appRoles[?value=='$2'].id" -o tsv)
  if [ -n "$id" ] && az ad app permission list --id "$APP_ID" --query '[].resourceAccess[].id' -o tsv | contains "$id"; then
    lacks "a scope: $2 is granted for the whole organisation, and rights add up"
    if may "remove the permission $2 (revoke its consent under Enterprise applications, Permissions, as well)"; then
      az ad app permission delete --id "$APP_ID" --api "$1" --api-permissions "$id" -o none
      remember removed-permission "$1/$2"
      done_now
    fi
  else
    good "no organisation-wide $2"
  fi
}

consent() {
  note "consent cannot be seen from here: \`postern check\` reads it from the token"
  if may "grant admin consent (needs Privileged Role Administrator)"; then
    sleep "${POSTERN_SETUP_WAIT:-20}" # a new permission takes a moment to be known
    az ad app permission admin-consent --id "$APP_ID" -o none
  fi
}

# key_ids [--cert]: the ids of the application's secrets, or certificates.
key_ids() { az ad app credential list --id "$APP_ID" "$@" --query '[].keyId' -o tsv; }

# remember_key KIND BEFORE [--cert]: writes down the ids that were not there before.
remember_key() {
  local kind=$1 before=$2 key
  shift 2
  for key in $(key_ids "$@"); do
    if ! printf '%s\n' "$before" | contains "$key"; then remember "$kind" "$key"; fi
  done
}

secret() {
  local file="$here/$TENANT.secret" before
  before=$(key_ids)
  if [ -n "$before" ]; then
    good "client secret; its last day:"
    az ad app credential list --id "$APP_ID" --query '[].[displayName,endDateTime]' -o tsv
  else
    lacks "client secret"
    if may "make a client secret for a year, and write it to $file"; then
      (umask 077 && az ad app credential reset --id "$APP_ID" --append --years 1 --display-name postern --query password -o tsv >"$file")
      remember_key secret "$before"
      note "put it where the settings look for it, and delete $file"
      done_now
    fi
  fi
}

# The id of an app registration that an earlier run of this script made.
known_application() {
  local made
  if [ -r "$record" ]; then
    made=$(sed -n 's/^application //p' "$record" | head -n 1)
    if [ -n "$made" ]; then APP_ID=$made; fi
  fi
}

undo_permission() {
  local id
  id=$(az ad sp show --id "$1" --query "appRoles[?value=='$2'].id" -o tsv)
  if [ -n "$id" ] && may_undo permission "$1/$2" "remove the permission $2"; then
    az ad app permission delete --id "$APP_ID" --api "$1" --api-permissions "$id" -o none
    forget permission "$1/$2"
    note "its consent stays until it is revoked under Enterprise applications, Permissions"
  fi
}

undo_unwanted() {
  local id
  if was_made removed-permission "$1/$2"; then
    id=$(az ad sp show --id "$1" --query "appRoles[?value=='$2'].id" -o tsv)
    if may "give back the permission $2, which this script removed"; then
      az ad app permission add --id "$APP_ID" --api "$1" --api-permissions "$id=Role" -o none
      forget removed-permission "$1/$2"
      note "consent to it anew: az ad app permission admin-consent --id $APP_ID"
    fi
  fi
}

# undo_key KIND [--cert]: the secrets or certificates that this script added, and no others.
undo_key() {
  local kind=$1 key
  shift
  for key in $(key_ids "$@" 2>/dev/null); do
    if was_made "$kind" "$key" && may "delete the credential $key"; then
      az ad app credential delete --id "$APP_ID" --key-id "$key" "$@" -o none
      forget "$kind" "$key"
    fi
  done
}

undo_application() {
  if was_made enterprise-application "$APP_ID" && ! was_made application "$APP_ID"; then
    if may "delete the enterprise application of $APP_ID"; then
      az ad sp delete --id "$APP_ID" -o none
      forget enterprise-application "$APP_ID"
    fi
  fi
  if may_undo application "$APP_ID" "delete the app registration $APP_ID with its credentials and its consent"; then
    az ad app delete --id "$APP_ID" -o none
    forget application "$APP_ID"
  fi
}

ask_for() { # NAME QUESTION
  local answer=
  if [ -z "${!1}" ]; then
    printf '%s: ' "$2" >&2
    read -r answer || answer=
    if [ -z "$answer" ]; then echo "Set $1 and run this again." >&2; exit 2; fi
    printf -v "$1" '%s' "$answer"
  fi
}

communication_names() {
  ask_for RESOURCE_GROUP "Resource group"
  ask_for EMAIL_SERVICE "Name of the Email Communication Service (made if it is not there)"
  ask_for ACS_NAME "Name of the Communication Services resource (made if it is not there)"
  ask_for MAIL_DOMAIN "Domain to send from"
}

email_service() {
  if az communication email show -n "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" -o none 2>/dev/null; then
    good "Email Communication Service $EMAIL_SERVICE"
  else
    lacks "Email Communication Service $EMAIL_SERVICE"
    if may "create it, with its data in $DATA_LOCATION"; then
      az communication email create -n "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" --location global --data-location "$DATA_LOCATION" -o none
      remember email-service "$EMAIL_SERVICE"
      done_now
    fi
  fi
}

mail_domain() {
  local kind state
  if ! az communication email domain show --domain-name "$MAIL_DOMAIN" --email-service-name "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" -o none 2>/dev/null; then
    lacks "domain $MAIL_DOMAIN"
    if ! may "add it"; then return 0; fi
    az communication email domain create --domain-name "$MAIL_DOMAIN" --email-service-name "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" --location global --domain-management CustomerManaged --user-engmnt-tracking Disabled -o none
    remember domain "$MAIL_DOMAIN"
    done_now
  fi
  good "domain $MAIL_DOMAIN"
  for kind in Domain SPF DKIM DKIM2; do
    state=$(az communication email domain show --domain-name "$MAIL_DOMAIN" --email-service-name "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" --query "verificationStates.$kind.status" -o tsv) || state=
    if [ "$state" = Verified ]; then
      good "verified: $kind"
    else
      lacks "verification of $kind; publish what stands under verificationRecords of"
      note "az communication email domain show --domain-name $MAIL_DOMAIN --email-service-name $EMAIL_SERVICE -g $RESOURCE_GROUP"
      if may "have $kind verified now (the record must be in the DNS)"; then
        az communication email domain initiate-verification --domain-name "$MAIL_DOMAIN" --email-service-name "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" --verification-type "$kind" -o none
      fi
    fi
  done
}

# sender LOCAL_PART: a MailFrom address of the domain.
sender() {
  if az communication email domain sender-username list --domain-name "$MAIL_DOMAIN" --email-service-name "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" --query '[].username' -o tsv | contains "$1"; then
    good "sender $1@$MAIL_DOMAIN"
  else
    lacks "sender $1@$MAIL_DOMAIN"
    if may "add it (Azure allows it only with a raised quota)"; then
      az communication email domain sender-username create --domain-name "$MAIL_DOMAIN" --email-service-name "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" --sender-username "$1" --username "$1" -o none
      remember sender "$1@$MAIL_DOMAIN"
      done_now
    fi
  fi
}

communication_service() {
  local domain_id linked
  if az communication show -n "$ACS_NAME" -g "$RESOURCE_GROUP" -o none 2>/dev/null; then
    good "Communication Services resource $ACS_NAME"
  else
    lacks "Communication Services resource $ACS_NAME"
    if ! may "create it, with its data in $DATA_LOCATION"; then return 0; fi
    az communication create -n "$ACS_NAME" -g "$RESOURCE_GROUP" --location global --data-location "$DATA_LOCATION" -o none
    remember resource "$ACS_NAME"
    done_now
  fi
  domain_id=$(az communication email domain show --domain-name "$MAIL_DOMAIN" --email-service-name "$EMAIL_SERVICE" -g "$RESOURCE_GROUP" --query id -o tsv 2>/dev/null) || domain_id=
  linked=$(az communication show -n "$ACS_NAME" -g "$RESOURCE_GROUP" --query linkedDomains -o tsv) || linked=
  if [ -n "$domain_id" ] && printf '%s\n' "$linked" | contains "$domain_id"; then
    good "link of $MAIL_DOMAIN to $ACS_NAME"
  else
    lacks "link of $MAIL_DOMAIN to $ACS_NAME"
    if [ -n "$domain_id" ] && may "link it (Domain, SPF, DKIM and DKIM2 must be verified)"; then
      # Those that are linked already stay linked: the option takes the whole list.
      # shellcheck disable=SC2086
      az communication update -n "$ACS_NAME" -g "$RESOURCE_GROUP" --linked-domains $linked "$domain_id" -o none
      done_now
    fi
  fi
}

acs_id() { az communication show -n "$ACS_NAME" -g "$RESOURCE_GROUP" --query id -o tsv; }

communication_role() {
  local scope
  scope=$(acs_id 2>/dev/null) || scope=
  if [ -z "$scope" ]; then return 0; fi
  if az role assignment list --assignee "$(object_id)" --scope "$scope" --query '[].roleDefinitionName' -o tsv | contains 'Communication and Email Service Owner'; then
    good "role of the application on $ACS_NAME"
  else
    lacks "role of the application on $ACS_NAME"
    if may "give it the role Communication and Email Service Owner, there and nowhere else"; then
      az role assignment create --assignee-object-id "$(object_id)" --assignee-principal-type ServicePrincipal --role 'Communication and Email Service Owner' --scope "$scope" -o none
      remember role "$ACS_NAME"
      done_now
    fi
  fi
}

# smtp_username NAME RESOURCE
smtp_username() {
  if az communication smtp-username list -g "$RESOURCE_GROUP" --comm-service-name "$ACS_NAME" --query '[].username' -o tsv 2>/dev/null | contains "$1"; then
    good "SMTP username $1"
  else
    lacks "SMTP username $1"
    if may "create it for this application"; then
      az communication smtp-username create -g "$RESOURCE_GROUP" --comm-service-name "$ACS_NAME" --smtp-username "$2" --username "$1" --entra-application-id "$APP_ID" --tenant-id "$TENANT_ID" -o none
      remember smtp-username "$1"
      done_now
    fi
  fi
}

undo_smtp_username() {
  if may_undo smtp-username "$1" "delete the SMTP username $1"; then
    az communication smtp-username delete -g "$RESOURCE_GROUP" --comm-service-name "$ACS_NAME" --smtp-username "$2" --yes -o none
    forget smtp-username "$1"
  fi
}

undo_communication_role() {
  if may_undo role "$ACS_NAME" "take the role Communication and Email Service Owner on $ACS_NAME from the application"; then
    az role assignment delete --assignee "$(object_id)" --role 'Communication and Email Service Owner' --scope "$(acs_id)"
    forget role "$ACS_NAME"
  fi
}

undo_communication() {
  note "domains, senders and resources stay: others may use them by now, and mail may be on its way"
}

signed_in
communication_names
if [ "$mode" = undo ]; then
  known_application
  undo_smtp_username 'postern' postern
  undo_communication_role
  undo_communication
  undo_permission 00000002-0000-0ff1-ce00-000000000000 'IMAP.AccessAsApp'
  undo_permission 00000002-0000-0ff1-ce00-000000000000 'POP.AccessAsApp'
  undo_permission 00000002-0000-0ff1-ce00-000000000000 'Mail.Send'
  undo_unwanted 00000002-0000-0ff1-ce00-000000000000 'SMTP.SendAsApp'
  undo_unwanted 00000003-0000-0000-c000-000000000000 'Mail.Send'
  undo_key secret
  undo_application
else
  application
  enterprise_application
  permission 00000002-0000-0ff1-ce00-000000000000 'IMAP.AccessAsApp'
  permission 00000002-0000-0ff1-ce00-000000000000 'POP.AccessAsApp'
  permission 00000002-0000-0ff1-ce00-000000000000 'Mail.Send'
  unwanted 00000002-0000-0ff1-ce00-000000000000 'SMTP.SendAsApp'
  unwanted 00000003-0000-0000-c000-000000000000 'Mail.Send'
  consent
  secret
  email_service
  mail_domain
  sender 'alerts'
  communication_service
  communication_role
  smtp_username 'postern' postern
fi

if [ "$mode" = undo ]; then exit 0; fi
if [ "$missing" -gt 0 ]; then
  echo "$missing missing." >&2
  exit 1
fi
echo "Nothing is missing." >&2
