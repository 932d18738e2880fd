# The object id of the enterprise application (the service principal), which Exchange wants.
# That of the app registration, which `az ad app show` prints, is another one and will not do.
object_id() { az ad sp show --id "$APP_ID" --query id -o tsv 2>/dev/null; }

application() {
  if az ad app show --id "$APP_ID" --query appId -o tsv >/dev/null 2>&1; then
    good "app registration $APP_ID"
    return 0
  fi
  APP_ID=$(az ad app list --display-name "$DISPLAY_NAME" --query '[0].appId' -o tsv)
  if [ -n "$APP_ID" ]; then
    good "app registration $DISPLAY_NAME, $APP_ID"
  else
    lacks "app registration $DISPLAY_NAME"
    if ! may "create the app registration $DISPLAY_NAME"; then
      echo "Without an app registration there is nothing more to look at." >&2; exit 1
    fi
    APP_ID=$(az ad app create --display-name "$DISPLAY_NAME" --sign-in-audience AzureADMyOrg --query appId -o tsv)
    done_now
  fi
  note "put it into the settings: client-id: $APP_ID"
}

enterprise_application() {
  if [ -z "$(object_id)" ]; then
    lacks "enterprise application of $APP_ID"
    if may "create the enterprise application"; then
      az ad sp create --id "$APP_ID" -o none
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

secret() {
  local file="$here/$TENANT.secret"
  if [ -n "$(az ad app credential list --id "$APP_ID" --query '[].keyId' -o tsv)" ]; then
    good "client secret; its last day:"
    az ad app credential list --id "$APP_ID" --query '[].[displayName,endDateTime]' -o tsv
  else
    lacks "client secret"
    if may "make a client secret for a year, and write it to $file"; then
      (umask 077 && az ad app credential reset --id "$APP_ID" --append --years 1 --display-name postern --query password -o tsv >"$file")
      note "put it where the settings look for it, and delete $file"
      done_now
    fi
  fi
}

# certificate FILE: the public part, in PEM.
certificate() {
  if [ -n "$(az ad app credential list --id "$APP_ID" --cert --query '[].keyId' -o tsv)" ]; then
    good "a certificate; compare its thumbprint:"
    az ad app credential list --id "$APP_ID" --cert --query '[].[customKeyIdentifier,endDateTime]' -o tsv
  elif [ ! -r "$1" ]; then
    lacks "certificate: copy the public part to $1, or run this where it is"
  else
    lacks "certificate"
    if may "upload the certificate $1"; then
      az ad app credential reset --id "$APP_ID" --append --cert "@$1" -o none
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
      done_now
    fi
  fi
}

undo_permission() {
  local id
  id=$(az ad sp show --id "$1" --query "appRoles[?value=='$2'].id" -o tsv)
  if [ -n "$id" ] && may "remove the permission $2"; then
    az ad app permission delete --id "$APP_ID" --api "$1" --api-permissions "$id" -o none
  fi
}

undo_application() {
  if may "delete the app registration $APP_ID with its credentials and its consent"; then
    az ad app delete --id "$APP_ID" -o none
  fi
}
