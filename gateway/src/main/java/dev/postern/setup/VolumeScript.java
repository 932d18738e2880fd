package dev.postern.setup;

import dev.postern.advice.Shell;
import dev.postern.config.Destination;
import dev.postern.config.Settings;
import dev.postern.config.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What High Volume Email accounts need that sign in with their password: no application, and so no
/// tenant of the settings.
final class VolumeScript {

    private static final String NAME = "high-volume-email";

    private final Set<String> accounts;

    private VolumeScript(Set<String> accounts) {
        this.accounts = accounts;
    }

    /// @param names destinations; empty for all
    static VolumeScript of(Settings settings, List<String> names) {
        Set<String> accounts = new TreeSet<>();
        for (Map.Entry<String, Destination> entry : settings.destinations().entrySet()) {
            boolean wanted = names.isEmpty() || names.contains(entry.getKey());
            if (wanted
                    && entry.getValue().kind() instanceof Way.Hve way
                    && way.tenant().isEmpty()) {
                accounts.add(way.account().text());
            }
        }
        return new VolumeScript(accounts);
    }

    /// The files, by name; empty if there are no such accounts.
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        if (!accounts.isEmpty()) {
            files.put(NAME + "-README.txt", letter());
            files.put(NAME + ".ps1", script());
        }
        return files;
    }

    private String script() {
        StringBuilder calls = new StringBuilder("Connect-Tenant\nif ($Undo) {\n");
        accounts.forEach(account -> call(calls, "Write-HveLeft", account));
        calls.append("}\nelse {\n");
        for (String account : accounts) {
            call(calls, "Register-HveAccount", account);
            call(calls, "Test-HvePassword", account);
        }
        calls.append("}\n").append(Toolbox.read("tail.ps1"));
        return """
        # Sets up the High Volume Email accounts that sign in with their password.
        #
        #   ./NAME.ps1              does what is missing, and asks before each change
        #   ./NAME.ps1 -CheckOnly   only looks; exit 1 if something is missing
        #   ./NAME.ps1 -Undo        says what it made; accounts stay
        #   -Yes                    does not ask
        #
        # It may be run as often as you like. Needs the module ExchangeOnlineManagement, and the role Exchange
        # Administrator in the tenant that the accounts belong to.
        """
                        .replace("NAME", NAME)
                + ExchangeScript.parameters()
                + "\n$TenantId = ''\n$Environment = 'O365Default'\n"
                + ExchangeScript.record(NAME + ".made")
                + "\n"
                + new Toolbox("head.ps1", "volume.ps1").calledBy(calls.toString())
                + calls;
    }

    private static void call(StringBuilder calls, String function, String account) {
        calls.append("    ")
                .append(function)
                .append(' ')
                .append(Shell.POWERSHELL.literal(account))
                .append('\n');
    }

    private String letter() {
        return """
        High Volume Email accounts that sign in with their password
        ------------------------------------------------------------

        The settings name no tenant for these accounts, because a password needs no application: %s.

        Each must exist, have a valid billing policy (an account without one may not send), and be allowed to use
        its password: security defaults or an authentication policy may forbid that. Microsoft takes passwords there
        until September 2028; with `tenant:` instead of `password:` in the settings, Postern signs in with a token,
        and `postern setup` writes what that needs.

            ./%s.ps1 -CheckOnly    # shows what is missing
            ./%s.ps1               # does it
            ./%s.ps1 -Undo         # says what it made; accounts stay, as others may use them

        It needs PowerShell with the module ExchangeOnlineManagement, signed in as Exchange Administrator.
        `postern check` signs in then, and names what is missing still.
        """
                .formatted(String.join(", ", accounts), NAME, NAME, NAME);
    }
}
