package dev.postern.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Renewed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/postern/setup");

    @TempDir private Path folder;

    /// The scripts as they are made for everything at once, to be read when they change.
    @Test
    void scriptsAreThoseOfTheRepository() throws IOException {
        for (Map.Entry<String, String> file : Scene.files(folder, Scene.ALL).entrySet()) {
            Renewed.assertSame(GOLDEN.resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void oneMailboxNeedsNoMoreThanItsOwn() throws IOException {
        Map<String, String> files = Scene.files(folder, Scene.ALL, "razr");
        assertThat(files)
                .containsOnlyKeys("szr-README.txt", "szr-1-entra.sh", "szr-2-exchange.ps1");
        assertThat(files.get("szr-1-entra.sh"))
                .contains("'IMAP.AccessAsApp'")
                .doesNotContain("POP.AccessAsApp", "Mail.Send", "communication");
        assertThat(files.get("szr-2-exchange.ps1"))
                .contains("Grant-Mailbox 'razr@example.cz'", "Enable-Imap 'razr@example.cz'")
                .doesNotContain("old@example.cz", "Pop", "ManagementScope", "HVE", "SmtpClient");
    }

    @Test
    void sendingByExchangeIsScopedThereAndNotGrantedForTheWholeOrganisation() throws IOException {
        Map<String, String> files = Scene.files(folder, Scene.ALL, "exchange");
        assertThat(files.get("szr-1-entra.sh"))
                .contains("unwanted 00000002-0000-0ff1-ce00-000000000000 'SMTP.SendAsApp'")
                .doesNotContain("  permission ", "  consent");
        assertThat(files.get("szr-2-exchange.ps1"))
                .contains(
                        "Register-SenderScope @('noreply@example.cz')",
                        "Grant-SenderRole 'Application SMTP.SendAsApp' @('noreply@example.cz')",
                        "Enable-SmtpAuth 'noreply@example.cz'")
                .doesNotContain("FullAccess");
        assertThat(files.get("szr-README.txt")).contains("Rights add up");
    }

    @Test
    void mailboxesOfOldClientsAreGrantedForTheProtocolOfTheListener() throws IOException {
        List<String> mailboxes = List.of("warehouse@example.cz");
        assertThat(Scene.files(folder, Scene.PROXY, mailboxes, "127.0.0.1:1143"))
                .hasEntrySatisfying(
                        "szr-1-entra.sh",
                        script ->
                                assertThat(script)
                                        .contains("'IMAP.AccessAsApp'")
                                        .doesNotContain("POP.AccessAsApp"))
                .hasEntrySatisfying(
                        "szr-2-exchange.ps1",
                        script ->
                                assertThat(script)
                                        .contains(
                                                "Grant-Mailbox 'warehouse@example.cz'",
                                                "Enable-Imap 'warehouse@example.cz'")
                                        .doesNotContain("razr@example.cz", "Enable-Pop3"))
                .hasEntrySatisfying(
                        "szr-README.txt",
                        letter ->
                                assertThat(letter)
                                        .containsIgnoringWhitespaces("for old mail clients"));
        assertThat(
                        Scene.files(folder, Scene.PROXY, mailboxes, "127.0.0.1:1110")
                                .get("szr-2-exchange.ps1"))
                .contains("Enable-Pop3 'warehouse@example.cz'");
        assertThat(
                        Scene.files(folder, Scene.PROXY, mailboxes, "127.0.0.1:1587")
                                .get("szr-2-exchange.ps1"))
                .contains(
                        "Grant-SenderRole 'Application SMTP.SendAsApp' @('warehouse@example.cz')",
                        "Enable-SmtpAuth 'warehouse@example.cz'")
                .doesNotContain("FullAccess");
    }

    @Test
    void proxyThatNobodyUsesYetNeedsItsPermissionAllTheSame() throws IOException {
        Map<String, String> files = Scene.files(folder, Scene.PROXY, "127.0.0.1:1143");
        assertThat(files.get("szr-1-entra.sh")).contains("'IMAP.AccessAsApp'");
        assertThat(files.get("szr-README.txt")).contains("No account names one yet");
    }

    @Test
    void communicationServicesNeedNoExchange() throws IOException {
        assertThat(Scene.files(folder, Scene.ALL, "acs"))
                .containsOnlyKeys("szr-README.txt", "szr-1-entra.sh");
    }

    @Test
    void aDestinationOfOnesOwnNeedsNothing() throws IOException {
        assertThat(Scene.files(folder, Scene.ALL, "inbox")).isEmpty();
    }

    @Test
    void managedIdentityGetsItsRolesDirectly() throws IOException {
        String yaml =
                Scene.ALL
                        .replace("    client-id: 11111111-1111-1111-1111-111111111111\n", "")
                        .replace("{secret: \"${env:SECRET}\"}", "{managed-identity: system}");
        Map<String, String> files = Scene.files(folder, yaml, "razr");
        assertThat(files).containsOnlyKeys("szr-README.txt", "szr-2-exchange.ps1");
        assertThat(files.get("szr-2-exchange.ps1"))
                .contains(
                        "Grant-IdentityRole '00000002-0000-0ff1-ce00-000000000000' 'IMAP.AccessAsApp'",
                        "Read-Host 'Client id of the managed identity'");
    }

    @Test
    void volumeAccountWithAPasswordNeedsNoTenantAndHasAScriptOfItsOwn() throws IOException {
        String yaml =
                Scene.ALL.replace(
                        "{tenant: szr, account: hve@example.cz}",
                        "{account: hve@example.cz, password: x}");
        Map<String, String> files = Scene.files(folder, yaml, "hve");

        assertThat(files).containsOnlyKeys("high-volume-email-README.txt", "high-volume-email.ps1");
        assertThat(files.get("high-volume-email.ps1"))
                .contains(
                        "Register-HveAccount 'hve@example.cz'",
                        "Test-HvePassword 'hve@example.cz'",
                        "Write-HveLeft 'hve@example.cz'")
                .doesNotContain("Add-HVEAppAccess", "Find-ObjectId", "ServicePrincipal");
        assertThat(files.get("high-volume-email-README.txt")).contains("billing policy");
        assertThat(Scene.files(folder, yaml, "razr")).doesNotContainKey("high-volume-email.ps1");
    }

    @Test
    void aNameThatIsNotInTheSettingsIsFound() throws IOException {
        assertThat(
                        Setup.unknown(
                                Scene.settings(folder, Scene.ALL),
                                List.of("razr", "szr", "hve", "raz")))
                .containsExactly("raz");
    }

    @Test
    void everyFunctionOfTheToolboxesIsUsed() throws IOException {
        String calls =
                String.join("\n", Scene.files(folder, Scene.ALL).values())
                        + " certificate federated undo_federated Grant-IdentityRole Revoke-IdentityRole Test-HvePassword";
        for (Toolbox toolbox :
                List.of(
                        new Toolbox("application.sh", "communication.sh"),
                        new Toolbox(
                                "head.ps1",
                                "mailbox.ps1",
                                "sender.ps1",
                                "submission.ps1",
                                "volume.ps1",
                                "identity.ps1"))) {
            assertThat(toolbox.names()).hasSizeGreaterThan(10).allMatch(calls::contains);
        }
    }
}
