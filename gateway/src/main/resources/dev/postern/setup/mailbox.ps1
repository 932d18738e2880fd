
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
