# Sets up for Postern what the tenant must have in Exchange Online.
#
#   ./szr-2-exchange.ps1              does what is missing, and asks before each change
#   ./szr-2-exchange.ps1 -CheckOnly   only looks; exit 1 if something is missing
#   ./szr-2-exchange.ps1 -Undo        takes back what it made by its record beside it, and asks before each change
#   -Yes              does not ask
#
# It may be run as often as you like. Needs the module ExchangeOnlineManagement, and the role Exchange
# Administrator (for roles of applications: Organization Management).
[CmdletBinding()]
param(
    # Looks, and changes nothing.
    [switch] $CheckOnly,
    # Takes back what this script has given.
    [switch] $Undo,
    # Does not ask.
    [switch] $Yes,
    # The object id of the enterprise application, not of the app registration. Asked for where it is needed.
    [string] $ObjectId = ''
)
$ErrorActionPreference = 'Stop'
$script:Missing = 0

$Tenant = 'szr'
$TenantId = '22222222-2222-2222-2222-222222222222'
$AppId = '11111111-1111-1111-1111-111111111111'
$DisplayName = 'Postern'
$Environment = 'O365Default'
$Record = Join-Path $PSScriptRoot 'szr.made-by-2'
$SenderGroup = 'postern-senders-szr'
$SenderScope = 'Postern senders szr'

function Write-Good([string] $What) { Write-Host "ok       $What" }

function Write-Lack([string] $What) { Write-Host "missing  $What"; $script:Missing++ }

function Write-Note([string] $What) { Write-Host "         $What" }

# Whether a change may be made. With -CheckOnly none ever is.
function Confirm-Change([string] $What) {
    if ($CheckOnly) { return $false }
    if (-not $Yes) {
        $answer = Read-Host "${What}? [y/N]"
        if ($answer -notin 'y', 'Y', 'yes') { Write-Note 'left as it is'; return $false }
    }
    Write-Host "doing    $What"
    return $true
}

# What was missing has been put right.
function Complete-Change { $script:Missing-- }

# What this script made is written down beside it, so that -Undo takes back that and nothing else.
function Get-Made { if (Test-Path -LiteralPath $Record) { @(Get-Content -LiteralPath $Record) } else { @() } }

function Test-Made([string] $Kind, [string] $Value) { return "$Kind $Value" -in (Get-Made) }

function Add-Made([string] $Kind, [string] $Value) {
    if (-not (Test-Made $Kind $Value)) { Add-Content -LiteralPath $Record -Value "$Kind $Value" }
}

function Remove-Made([string] $Kind, [string] $Value) {
    Set-Content -LiteralPath $Record -Value @(Get-Made | Where-Object { $_ -ne "$Kind $Value" })
}

# Whether something may be taken back, which it never may if it was there before.
function Confirm-Undo([string] $Kind, [string] $Value, [string] $What) {
    if (Test-Made $Kind $Value) { return Confirm-Change $What }
    Write-Note "left: $Kind $Value (not made by this script, by its record $Record)"
    return $false
}

function Connect-Tenant {
    if (-not (Get-Module -ListAvailable -Name ExchangeOnlineManagement)) {
        throw 'The module is missing: Install-Module -Name ExchangeOnlineManagement'
    }
    Import-Module ExchangeOnlineManagement
    if ($TenantId) { Connect-ExchangeOnline -Organization $TenantId -ExchangeEnvironmentName $Environment -ShowBanner:$false }
    else { Connect-ExchangeOnline -ExchangeEnvironmentName $Environment -ShowBanner:$false }
}

# The object id as it was given, as the first script has left it, or as somebody types it.
function Find-ObjectId {
    $file = Join-Path $PSScriptRoot "$Tenant.object-id"
    $found = $ObjectId
    if (-not $found -and (Test-Path -LiteralPath $file)) { $found = (Get-Content -LiteralPath $file -TotalCount 1).Trim() }
    if (-not $found) { $found = (Read-Host 'Object id of the enterprise application (Entra: Enterprise applications, Overview; or: az ad sp show --id CLIENT_ID --query id)').Trim() }
    $parsed = [guid]::Empty
    if (-not [guid]::TryParse($found, [ref] $parsed)) { throw "'$found' is no object id." }
    return $parsed.ToString()
}

# Exchange's own record of the application.
function Get-Principal { Get-ServicePrincipal | Where-Object { $_.AppId -eq $AppId } | Select-Object -First 1 }

function Register-Principal {
    $known = Get-Principal
    if ($known -and $known.ObjectId -ne $script:Object) {
        Write-Lack "service principal: Exchange has object id $($known.ObjectId), and the application's is $($script:Object)"
        if (Confirm-Change 'Remove the wrong service principal and register the right one') {
            Remove-ServicePrincipal -Identity $known.Identity -Confirm:$false
            New-ServicePrincipal -AppId $AppId -ObjectId $script:Object -DisplayName $DisplayName | Out-Null
            Add-Made 'principal' $script:Object
            Complete-Change
        }
    }
    elseif ($known) {
        Write-Good "service principal $($known.ObjectId)"
    }
    else {
        Write-Lack 'service principal in Exchange'
        if (Confirm-Change 'Register the service principal') {
            New-ServicePrincipal -AppId $AppId -ObjectId $script:Object -DisplayName $DisplayName | Out-Null
            Add-Made 'principal' $script:Object
            Complete-Change
        }
    }
}

function Unregister-Principal {
    $known = Get-Principal
    if ($known -and (Confirm-Undo 'principal' "$($known.ObjectId)" 'Remove the service principal from Exchange')) {
        Remove-ServicePrincipal -Identity $known.Identity -Confirm:$false
        Remove-Made 'principal' "$($known.ObjectId)"
    }
}

# The mailbox's switches. Exchange may answer a name that it does not know with all there is, so one must come.
function Get-Switches([string] $Mailbox) {
    $found = @(Get-CASMailbox -Identity $Mailbox)
    if ($found.Count -ne 1) { throw "Exchange finds $($found.Count) mailboxes by the name $Mailbox, and not one." }
    return $found[0]
}

function Test-FullAccess([string] $Mailbox) {
    $known = Get-Principal
    if (-not $known) { return $false }
    $names = @("$($known.Identity)", "$($known.ObjectId)", "$($known.DisplayName)", "$($known.Sid)")
    $given = Get-MailboxPermission -Identity $Mailbox | Where-Object { "$($_.User)" -in $names -and $_.AccessRights -contains 'FullAccess' }
    return [bool] $given
}

function Grant-Mailbox([string] $Mailbox) {
    if (Test-FullAccess $Mailbox) { Write-Good "FullAccess on $Mailbox"; return }
    Write-Lack "FullAccess on $Mailbox"
    if (Confirm-Change "Give the application FullAccess on $Mailbox, and on no other mailbox") {
        Add-MailboxPermission -Identity $Mailbox -User $script:Object -AccessRights FullAccess -AutoMapping $false | Out-Null
        Add-Made 'full-access' $Mailbox
        Complete-Change
    }
}

function Revoke-Mailbox([string] $Mailbox) {
    if (Confirm-Undo 'full-access' $Mailbox "Take FullAccess on $Mailbox from the application") {
        Remove-MailboxPermission -Identity $Mailbox -User $script:Object -AccessRights FullAccess -Confirm:$false
        Remove-Made 'full-access' $Mailbox
    }
}

function Enable-Imap([string] $Mailbox) {
    if ((Get-Switches $Mailbox).ImapEnabled) { Write-Good "IMAP at $Mailbox"; return }
    Write-Lack "IMAP at $Mailbox"
    if (Confirm-Change "Switch IMAP on for $Mailbox") {
        Set-CASMailbox -Identity $Mailbox -ImapEnabled $true
        Add-Made 'imap' $Mailbox
        Complete-Change
    }
}

function Disable-Imap([string] $Mailbox) {
    if (Confirm-Undo 'imap' $Mailbox "Switch IMAP off for $Mailbox again") {
        Set-CASMailbox -Identity $Mailbox -ImapEnabled $false
        Remove-Made 'imap' $Mailbox
    }
}

function Enable-Pop3([string] $Mailbox) {
    if ((Get-Switches $Mailbox).PopEnabled) { Write-Good "POP3 at $Mailbox"; return }
    Write-Lack "POP3 at $Mailbox"
    if (Confirm-Change "Switch POP3 on for $Mailbox") {
        Set-CASMailbox -Identity $Mailbox -PopEnabled $true
        Add-Made 'pop3' $Mailbox
        Complete-Change
    }
}

function Disable-Pop3([string] $Mailbox) {
    if (Confirm-Undo 'pop3' $Mailbox "Switch POP3 off for $Mailbox again") {
        Set-CASMailbox -Identity $Mailbox -PopEnabled $false
        Remove-Made 'pop3' $Mailbox
    }
}

# Exchange may answer a name that it does not know with all there is: what comes must have the name.
function Test-Scope {
    return [bool] (Get-ManagementScope -Identity $SenderScope -ErrorAction SilentlyContinue | Where-Object { $_.Name -eq $SenderScope })
}

function Test-Assignment([string] $Name) {
    return [bool] (Get-ManagementRoleAssignment -Identity $Name -ErrorAction SilentlyContinue | Where-Object { $_.Name -eq $Name })
}

# RBAC for Applications: the application may send as the members of one group, and nobody else.
# Rights add up. If the application also has the permission in Entra ID, with consent, it reaches every
# mailbox whatever the scope says: the first script looks for that.
function Register-SenderScope([string[]] $Members) {
    $group = Get-DistributionGroup -Identity $SenderGroup -ErrorAction SilentlyContinue | Where-Object { $_.Name -eq $SenderGroup } | Select-Object -First 1
    if (-not $group) {
        Write-Lack "group $SenderGroup"
        if (Confirm-Change "Create the security group $SenderGroup") {
            $group = New-DistributionGroup -Name $SenderGroup -Type Security
            Add-Made 'group' $SenderGroup
            Complete-Change
        }
    }
    if ($group) {
        $present = @(Get-DistributionGroupMember -Identity $SenderGroup -ResultSize Unlimited | ForEach-Object { "$($_.PrimarySmtpAddress)" })
        foreach ($member in $Members) {
            if ($member -in $present) { Write-Good "$member in $SenderGroup"; continue }
            Write-Lack "$member in $SenderGroup"
            if (Confirm-Change "Put $member into $SenderGroup") {
                Add-DistributionGroupMember -Identity $SenderGroup -Member $member
                Add-Made 'member' $member
                Complete-Change
            }
        }
        if (Test-Scope) {
            Write-Good "management scope $SenderScope"
        }
        else {
            Write-Lack "management scope $SenderScope"
            if (Confirm-Change "Create the management scope $SenderScope over the members of $SenderGroup") {
                $name = "$($group.DistinguishedName)".Replace("'", "''")
                New-ManagementScope -Name $SenderScope -RecipientRestrictionFilter "MemberOfGroup -eq '$name'" | Out-Null
                Add-Made 'scope' $SenderScope
                Complete-Change
            }
        }
    }
}

function Grant-SenderRole([string] $Role, [string[]] $Members) {
    $assignment = "$DisplayName $Role"
    if (Test-Assignment $assignment) {
        Write-Good "role $Role within $SenderScope"
    }
    else {
        Write-Lack "role $Role within $SenderScope"
        if (Confirm-Change "Give the application $Role within $SenderScope") {
            New-ManagementRoleAssignment -Name $assignment -Role $Role -App $AppId -CustomResourceScope $SenderScope | Out-Null
            Add-Made 'role' $assignment
            Complete-Change
        }
    }
    foreach ($member in $Members) {
        Test-ServicePrincipalAuthorization -Identity $AppId -Resource $member | Where-Object { $_.RoleName -eq $Role } | Format-Table -Property 'RoleName', 'AllowedResourceScope', 'ScopeType', 'InScope'
    }
    Write-Note 'A new assignment counts after half an hour to two hours.'
}

function Revoke-Sender([string] $Role) {
    $assignment = "$DisplayName $Role"
    if ((Test-Assignment $assignment) -and (Confirm-Undo 'role' $assignment "Take $Role from the application")) {
        Remove-ManagementRoleAssignment -Identity $assignment -Confirm:$false
        Remove-Made 'role' $assignment
    }
}

function Unregister-SenderScope([string[]] $Members) {
    if ((Test-Scope) -and (Confirm-Undo 'scope' $SenderScope "Remove the management scope $SenderScope")) {
        Remove-ManagementScope -Identity $SenderScope -Confirm:$false
        Remove-Made 'scope' $SenderScope
    }
    foreach ($member in $Members) {
        if (Confirm-Undo 'member' $member "Take $member out of $SenderGroup") {
            Remove-DistributionGroupMember -Identity $SenderGroup -Member $member -Confirm:$false
            Remove-Made 'member' $member
        }
    }
    Write-Note "The group $SenderGroup stays: others may use it."
}

# SMTP AUTH is needed for tokens as well. Only the mailbox's own switch is touched, never the tenant's.
function Enable-SmtpAuth([string] $Mailbox) {
    $disabled = (Get-Switches $Mailbox).SmtpClientAuthenticationDisabled
    if ($disabled -eq $false) { Write-Good "SMTP AUTH at $Mailbox"; return }
    if ($null -eq $disabled -and -not (Get-TransportConfig).SmtpClientAuthenticationDisabled) {
        Write-Good "SMTP AUTH at $Mailbox, as the tenant says"
        return
    }
    Write-Lack "SMTP AUTH at $Mailbox"
    if (Confirm-Change "Allow SMTP AUTH for $Mailbox alone") {
        Set-CASMailbox -Identity $Mailbox -SmtpClientAuthenticationDisabled $false
        # Its own switch was off, or it had none and followed the tenant's.
        if ($null -eq $disabled) { Add-Made 'smtp-auth-inherited' $Mailbox } else { Add-Made 'smtp-auth-off' $Mailbox }
        Complete-Change
    }
}

function Disable-SmtpAuth([string] $Mailbox) {
    if (Test-Made 'smtp-auth-inherited' $Mailbox) {
        if (Confirm-Change "Let $Mailbox follow the tenant's switch for SMTP AUTH again") {
            Set-CASMailbox -Identity $Mailbox -SmtpClientAuthenticationDisabled $null
            Remove-Made 'smtp-auth-inherited' $Mailbox
        }
    }
    elseif (Confirm-Undo 'smtp-auth-off' $Mailbox "Forbid SMTP AUTH for $Mailbox again") {
        Set-CASMailbox -Identity $Mailbox -SmtpClientAuthenticationDisabled $true
        Remove-Made 'smtp-auth-off' $Mailbox
    }
}

function Register-HveAccount([string] $Account) {
    $known = Get-MailUser -HVEAccount -ResultSize Unlimited | Where-Object { "$($_.PrimarySmtpAddress)" -eq $Account }
    if ($known) {
        Write-Good "High Volume Email account $Account"
    }
    else {
        Write-Lack "High Volume Email account $Account"
        if (Confirm-Change "Create the High Volume Email account $Account") {
            New-MailUser -HVEAccount -Name ($Account -split '@')[0] -PrimarySmtpAddress $Account -Password (Read-Host -AsSecureString 'Its password') | Out-Null
            Add-Made 'hve-account' $Account
            Complete-Change
        }
    }
    $billing = Get-HVEAccountBillingPolicy -Identity $Account -ErrorAction SilentlyContinue
    if ($billing -and "$($billing.BillingPolicyStatus)" -eq 'BillingPolicyValid') {
        Write-Good "billing policy of $Account"
    }
    else {
        Write-Lack "billing policy of ${Account}: without one it may not send"
        Write-Note 'Get-BillingPolicy -ResourceType HVE lists those there are. Then:'
        Write-Note "Set-HVEAccountBillingPolicy -Identity $Account -BillingPolicyId BILLING_POLICY_ID"
    }
}

# The list wants the object id of the enterprise application, though its parameter is called -AppIds.
function Grant-HveAccess([string] $Account) {
    $allowed = (Get-HVEAccountSettings -Identity $Account).AllowedApps
    if ("$allowed" -match [regex]::Escape($script:Object)) { Write-Good "the application at $Account"; return }
    Write-Lack "the application at $Account"
    if (Confirm-Change "Allow the application to use $Account") {
        Add-HVEAppAccess -Identity $Account -AppIds $script:Object
        Add-Made 'hve-access' $Account
        Complete-Change
    }
}

function Revoke-HveAccess([string] $Account) {
    if (Confirm-Undo 'hve-access' $Account "Forbid the application to use $Account") {
        Remove-HVEAppAccess -Identity $Account -AppIds $script:Object
        Remove-Made 'hve-access' $Account
    }
}

function Write-HveLeft([string] $Account) {
    if (Test-Made 'hve-account' $Account) { Write-Note "left: the account $Account, which this script made; others may use it by now." }
    else { Write-Note "left: the account $Account was there before." }
}

Connect-Tenant
$script:Object = Find-ObjectId
if ($Undo) {
    Revoke-HveAccess 'hve@example.cz'
    Write-HveLeft 'hve@example.cz'
    Disable-SmtpAuth 'noreply@example.cz'
    Revoke-Sender 'Application SMTP.SendAsApp'
    Revoke-Sender 'Application Mail.Send'
    Unregister-SenderScope @('news@example.cz', 'noreply@example.cz')
    Disable-Imap 'razr@example.cz'
    Disable-Pop3 'old@example.cz'
    Revoke-Mailbox 'old@example.cz'
    Revoke-Mailbox 'razr@example.cz'
    Unregister-Principal
}
else {
    Register-Principal
    Grant-Mailbox 'old@example.cz'
    Grant-Mailbox 'razr@example.cz'
    Enable-Imap 'razr@example.cz'
    Enable-Pop3 'old@example.cz'
    Register-SenderScope @('news@example.cz', 'noreply@example.cz')
    Grant-SenderRole 'Application SMTP.SendAsApp' @('news@example.cz', 'noreply@example.cz')
    Grant-SenderRole 'Application Mail.Send' @('news@example.cz', 'noreply@example.cz')
    Enable-SmtpAuth 'noreply@example.cz'
    Register-HveAccount 'hve@example.cz'
    Grant-HveAccess 'hve@example.cz'
}

if (-not $Undo) {
    if ($script:Missing -gt 0) { Write-Host "$($script:Missing) missing."; exit 1 }
    Write-Host 'Nothing is missing. A new right on a mailbox counts after 5 to 60 minutes.'
}
