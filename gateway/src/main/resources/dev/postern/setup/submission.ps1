
# SMTP AUTH is needed for tokens as well. Only the mailbox's own switch is touched, never the tenant's.
function Enable-SmtpAuth([string] $Mailbox) {
    $disabled = (Get-CASMailbox -Identity $Mailbox).SmtpClientAuthenticationDisabled
    if ($disabled -eq $false) { Write-Good "SMTP AUTH at $Mailbox"; return }
    if ($null -eq $disabled -and -not (Get-TransportConfig).SmtpClientAuthenticationDisabled) {
        Write-Good "SMTP AUTH at $Mailbox, as the tenant says"
        return
    }
    Write-Lack "SMTP AUTH at $Mailbox"
    if (Confirm-Change "Allow SMTP AUTH for $Mailbox alone") {
        Set-CASMailbox -Identity $Mailbox -SmtpClientAuthenticationDisabled $false
        Complete-Change
    }
}

function Disable-SmtpAuth([string] $Mailbox) {
    if (Confirm-Change "Let $Mailbox follow the tenant's switch for SMTP AUTH again") {
        Set-CASMailbox -Identity $Mailbox -SmtpClientAuthenticationDisabled $null
    }
}
