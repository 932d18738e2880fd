
# A managed identity has no app registration: its permissions are given to its service principal directly.
function Grant-IdentityRole([string] $Resource, [string] $Role) {
    if (-not (Get-Module -ListAvailable -Name Microsoft.Graph.Applications)) {
        throw 'The module is missing: Install-Module -Name Microsoft.Graph.Applications'
    }
    Connect-MgGraph -TenantId $TenantId -Scopes 'AppRoleAssignment.ReadWrite.All', 'Application.Read.All' -NoWelcome
    $api = Get-MgServicePrincipal -Filter "appId eq '$Resource'"
    $wanted = $api.AppRoles | Where-Object { $_.Value -eq $Role } | Select-Object -First 1
    $given = Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $script:Object | Where-Object { $_.AppRoleId -eq $wanted.Id }
    if ($given) { Write-Good "permission $Role"; return }
    Write-Lack "permission $Role"
    if (Confirm-Change "Give the managed identity $Role") {
        New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $script:Object -PrincipalId $script:Object -ResourceId $api.Id -AppRoleId $wanted.Id | Out-Null
        Add-Made 'permission' "$Resource/$Role"
        Complete-Change
        Write-Note 'Azure keeps tokens of managed identities for up to a day: it may take that long to count.'
    }
}

function Revoke-IdentityRole([string] $Resource, [string] $Role) {
    if (-not (Test-Made 'permission' "$Resource/$Role")) { Write-Note "left: permission $Role (not made by this script, by its record $Record)"; return }
    Connect-MgGraph -TenantId $TenantId -Scopes 'AppRoleAssignment.ReadWrite.All', 'Application.Read.All' -NoWelcome
    $api = Get-MgServicePrincipal -Filter "appId eq '$Resource'"
    $wanted = $api.AppRoles | Where-Object { $_.Value -eq $Role } | Select-Object -First 1
    $given = Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $script:Object | Where-Object { $_.AppRoleId -eq $wanted.Id } | Select-Object -First 1
    if ($given -and (Confirm-Change "Take $Role from the managed identity")) {
        Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $script:Object -AppRoleAssignmentId $given.Id
        Remove-Made 'permission' "$Resource/$Role"
    }
}
