
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
