
if (-not $Undo) {
    if ($script:Missing -gt 0) { Write-Host "$($script:Missing) missing."; exit 1 }
    Write-Host 'Nothing is missing. A new right on a mailbox counts after 5 to 60 minutes.'
}
