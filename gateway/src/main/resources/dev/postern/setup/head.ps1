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
