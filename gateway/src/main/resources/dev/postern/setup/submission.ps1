
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
