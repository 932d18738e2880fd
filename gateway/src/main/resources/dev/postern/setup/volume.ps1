
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

# Passwords are taken until September 2028, unless the organisation forbids them for everybody.
function Test-HvePassword([string] $Account) {
    Write-Note "Who signs in to $Account with its password needs no application. If that is refused with 5.7.139, security defaults or"
    Write-Note 'an authentication policy forbid passwords. A policy that allows them for this account alone:'
    Write-Note "New-AuthenticationPolicy -Name 'Allow Basic SMTP' -AllowBasicAuthSmtp"
    Write-Note "Set-User -Identity $Account -AuthenticationPolicy 'Allow Basic SMTP'"
}

function Write-HveLeft([string] $Account) {
    if (Test-Made 'hve-account' $Account) { Write-Note "left: the account $Account, which this script made; others may use it by now." }
    else { Write-Note "left: the account $Account was there before." }
}
