package dev.postern.setup;

import dev.postern.advice.AppRole;
import dev.postern.config.Proxy;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text for the colleague who holds the rights: what, why, how little, how to verify, how to
/// undo.
final class Letter {

    private static final Pattern WORDS = Pattern.compile(" ");
    private static final int WIDTH = 100;

    private final Needs needs;
    private final StringBuilder text = new StringBuilder();

    Letter(Needs needs) {
        this.needs = needs;
    }

    /// The file's name.
    String name() {
        return needs.name() + "-README.txt";
    }

    String text(Optional<String> azure, Optional<String> exchange) {
        line("Rights for the mail gateway Postern in tenant " + needs.tenant().tenantId());
        line("");
        paragraph(
                "Postern signs in to Microsoft 365 as an application of its own, with OAuth 2 (client credentials). It uses no"
                        + " person's account and no person's password. It needs what is listed here and nothing else. The scripts"
                        + " beside this text look first and do then what is missing; they ask before each change and may be run as"
                        + " often as you like.");
        heading("What it needs, and why");
        application();
        exchange();
        communication();
        heading("What to do, in this order");
        azure.ifPresent(name -> command("bash " + name + " --check-only", "shows what is missing"));
        azure.ifPresent(name -> command("bash " + name, "does it"));
        exchange.ifPresent(name -> command("./" + name + " -CheckOnly", "shows what is missing"));
        exchange.ifPresent(name -> command("./" + name, "does it"));
        paragraph(
                "The first needs the Azure CLI (or the portal's Cloud Shell), signed in as Application Administrator, and for the"
                        + " consent as Privileged Role Administrator. The second needs PowerShell with the module"
                        + " ExchangeOnlineManagement, signed in as Exchange Administrator; for roles of applications, as a member of"
                        + " Organization Management.");
        trap();
        heading("How to verify it");
        paragraph(
                "`postern check` walks the whole way with the real servers and names what is missing. A new right on a mailbox"
                        + " counts after 5 to 60 minutes, a role of Exchange's after half an hour to two hours. Until then both"
                        + " are refused as if they were missing.");
        heading("How to undo it");
        exchange.ifPresent(name -> command("./" + name + " -Undo", "in Exchange, first"));
        azure.ifPresent(name -> command("bash " + name + " --undo", "in Entra ID and Azure"));
        paragraph(
                "Each script writes down beside it what it made ("
                        + needs.name()
                        + ".made-by-1, "
                        + needs.name()
                        + ".made-by-2), and takes back that alone: what was there before it stays. Keep these files. Groups,"
                        + " domains, accounts and resources stay in any case, as others may use them. To stop Postern at once, disable its enterprise"
                        + " application in Entra ID: no new token is issued from then on.");
        return text.toString();
    }

    private void application() {
        if (Application.managed(needs)) {
            item(
                    "A managed identity of the machine that Postern runs on. There is no secret to keep.");
        } else if (needs.exchange() || !needs.communication().isEmpty()) {
            item(
                    "An app registration with its enterprise application (single tenant), client id "
                            + Application.clientId(needs)
                            + ".");
        }
        for (AppRole role : Application.roles(needs)) {
            item(
                    "The application permission "
                            + role.value()
                            + " of "
                            + role.resourceName()
                            + ", with admin consent. By itself it opens no mailbox: "
                            + (role == AppRole.HVE_SEND
                                    ? "each High Volume Email account has a list of applications."
                                    : "each mailbox must be granted in Exchange as well."));
        }
    }

    private void exchange() {
        if (!needs.opened().isEmpty()) {
            item(
                    "FullAccess on these mailboxes and on no other, to "
                            + purpose()
                            + ": "
                            + list(needs.opened())
                            + ".");
        }
        if (needs.opened().isEmpty() && opensForClients()) {
            item(
                    "FullAccess on each mailbox that an old mail client is to open. No account names one yet: run `postern setup`"
                            + " again after `postern account add NAME --mailboxes ADDRESS`.");
        }
        if (!needs.imap().isEmpty()) {
            item("IMAP switched on for " + list(needs.imap()) + ".");
        }
        if (!needs.pop3().isEmpty()) {
            item("POP3 switched on for " + list(needs.pop3()) + ".");
        }
        if (needs.sends()) {
            item(
                    "To send, Exchange's own roles "
                            + list(Application.exchangeRoles(needs))
                            + ", within a management scope: the members of the group postern-senders-"
                            + needs.name()
                            + (needs.senders().isEmpty() ? "" : " (" + list(needs.senders()) + ")")
                            + (needs.anySender()
                                    ? ". Messages are sent by their senders' own mailboxes: put those into the group."
                                    : "."));
            item(
                    "No permission to send in Entra ID. Rights add up: SMTP.SendAsApp or Mail.Send with consent there would reach"
                            + " every mailbox of the organisation, whatever the scope says.");
        }
        if (!needs.smtp().isEmpty()) {
            item(
                    "SMTP AUTH allowed for "
                            + list(needs.smtp())
                            + " alone. It is needed for tokens too; the tenant's switch stays as it is, and no password is sent.");
        }
        if (!needs.volume().isEmpty()) {
            item(
                    "The High Volume Email accounts "
                            + list(needs.volume())
                            + " with a valid billing policy, and the application on their lists. They send to internal recipients only.");
        }
    }

    private boolean opensForClients() {
        return needs.joined().contains(Proxy.Protocol.IMAP)
                || needs.joined().contains(Proxy.Protocol.POP3);
    }

    private String purpose() {
        return opensForClients()
                ? "collect mail and to open them for old mail clients"
                : "collect mail";
    }

    private void communication() {
        if (needs.communication().isEmpty()) {
            return;
        }
        item(
                "In Azure Communication Services: an Email service with a verified domain, linked to a Communication Services"
                        + " resource in the same data location, and the role Communication and Email Service Owner for the"
                        + " application on that resource alone.");
        needs.communication().stream()
                .map(Needs.Communication::smtpUsername)
                .filter(name -> !name.isEmpty())
                .forEach(name -> item("The SMTP username " + name + " of that resource."));
    }

    private void trap() {
        if (needs.exchange() && !Application.managed(needs)) {
            heading("The one thing that goes wrong most often");
            paragraph(
                    "Exchange wants the object id of the enterprise application (Entra ID, Enterprise applications, Overview). The"
                            + " page App registrations shows another object id, and with that one every sign-in is refused without a"
                            + " reason. The first script writes the right one where the second finds it.");
        }
    }

    private static String list(Collection<String> values) {
        return values.stream().collect(Collectors.joining(", "));
    }

    private void heading(String words) {
        line("");
        line(words);
        line("-".repeat(words.length()));
    }

    private void item(String words) {
        wrap("- ", words);
    }

    private void paragraph(String words) {
        wrap("", words);
    }

    private void command(String command, String what) {
        line("    " + command + "    # " + what);
    }

    private void wrap(String lead, String words) {
        StringBuilder line = new StringBuilder(lead);
        for (String word : WORDS.splitAsStream(words).toList()) {
            if (line.length() + word.length() >= WIDTH && line.length() > lead.length()) {
                line(line.toString().stripTrailing());
                line.setLength(0);
                line.append(" ".repeat(lead.length()));
            }
            line.append(word).append(' ');
        }
        line(line.toString().stripTrailing());
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
