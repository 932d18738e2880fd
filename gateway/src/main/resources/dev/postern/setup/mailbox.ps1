
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
        Complete-Change
    }
}

function Revoke-Mailbox([string] $Mailbox) {
    if (Confirm-Change "Take FullAccess on $Mailbox from the application") {
        Remove-MailboxPermission -Identity $Mailbox -User $script:Object -AccessRights FullAccess -Confirm:$false
    }
}

function Enable-Imap([string] $Mailbox) {
    if ((Get-CASMailbox -Identity $Mailbox).ImapEnabled) { Write-Good "IMAP at $Mailbox"; return }
    Write-Lack "IMAP at $Mailbox"
    if (Confirm-Change "Switch IMAP on for $Mailbox") {
        Set-CASMailbox -Identity $Mailbox -ImapEnabled $true
        Complete-Change
    }
}

function Enable-Pop3([string] $Mailbox) {
    if ((Get-CASMailbox -Identity $Mailbox).PopEnabled) { Write-Good "POP3 at $Mailbox"; return }
    Write-Lack "POP3 at $Mailbox"
    if (Confirm-Change "Switch POP3 on for $Mailbox") {
        Set-CASMailbox -Identity $Mailbox -PopEnabled $true
        Complete-Change
    }
}
