
function Register-HveAccount([string] $Account) {
    $known = Get-MailUser -HVEAccount -ResultSize Unlimited | Where-Object { "$($_.PrimarySmtpAddress)" -eq $Account }
    if ($known) {
        Write-Good "High Volume Email account $Account"
    }
    else {
        Write-Lack "High Volume Email account $Account"
        if (Confirm-Change "Create the High Volume Email account $Account") {
            New-MailUser -HVEAccount -Name $Account.Split('@')[0] -PrimarySmtpAddress $Account -Password (Read-Host -AsSecureString 'Its password') | Out-Null
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
        Complete-Change
    }
}

function Revoke-HveAccess([string] $Account) {
    if (Confirm-Change "Forbid the application to use $Account") {
        Remove-HVEAppAccess -Identity $Account -AppIds $script:Object
    }
}
