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

# certificate FILE: the public part, in PEM.
certificate() {
  local before
  before=$(key_ids --cert)
  if [ -n "$before" ]; then
    good "a certificate; compare its thumbprint:"
    az ad app credential list --id "$APP_ID" --cert --query '[].[customKeyIdentifier,endDateTime]' -o tsv
  elif [ ! -r "$1" ]; then
    lacks "certificate: copy the public part to $1, or run this where it is"
  else
    lacks "certificate"
    if may "upload the certificate $1"; then
      az ad app credential reset --id "$APP_ID" --append --cert "@$1" -o none
      remember_key certificate "$before" --cert
      done_now
    fi
  fi
}

federated() {
  if [ -n "$(az ad app federated-credential list --id "$APP_ID" --query '[].name' -o tsv)" ]; then
    good "federated credential"
  elif [ ! -r "$here/credential.json" ]; then
    lacks "federated credential: write issuer, subject and audiences into $here/credential.json"
  else
    lacks "federated credential"
    if may "add the federated credential of credential.json"; then
      az ad app federated-credential create --id "$APP_ID" --parameters "$here/credential.json" -o none
      remember federated-credential "$(az ad app federated-credential list --id "$APP_ID" --query '[0].id' -o tsv)"
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

undo_federated() {
  local one
  one=$(az ad app federated-credential list --id "$APP_ID" --query '[0].id' -o tsv 2>/dev/null) || one=
  if [ -n "$one" ] && may_undo federated-credential "$one" "delete the federated credential"; then
    az ad app federated-credential delete --id "$APP_ID" --federated-credential-id "$one" -o none
    forget federated-credential "$one"
  fi
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
