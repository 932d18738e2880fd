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
