package dev.postern.setup;

import dev.postern.advice.AppRole;
import dev.postern.config.Cloud;
import dev.postern.config.Credential;
import dev.postern.config.Proxy;
import java.util.ArrayList;
import java.util.List;

/// The application of a tenant: its ids, and which permissions it needs in Entra ID.
final class Application {

    /// How it is called where it is made.
    static final String NAME = "Postern";

    /// What `postern init` writes where no application is registered yet.
    private static final String NOT_YET = "00000000-0000-0000-0000-000000000000";

    private Application() {}

    /// The client id; that of a managed identity if it has one of its own, else empty.
    static String clientId(Needs needs) {
        if (needs.tenant().credential() instanceof Credential.Managed(var identity)) {
            return identity instanceof Credential.Identity.UserAssigned(var id)
                    ? id.toString()
                    : "";
        }
        return needs.tenant().clientId().map(Object::toString).orElse(NOT_YET);
    }

    static boolean managed(Needs needs) {
        return needs.tenant().credential() instanceof Credential.Managed;
    }

    /// What only Entra ID can grant. SMTP and Graph are granted in Exchange, for a group of
    /// mailboxes.
    static List<AppRole> roles(Needs needs) {
        List<AppRole> roles = new ArrayList<>();
        if (!needs.imap().isEmpty() || needs.joined().contains(Proxy.Protocol.IMAP)) {
            roles.add(AppRole.IMAP);
        }
        if (!needs.pop3().isEmpty() || needs.joined().contains(Proxy.Protocol.POP3)) {
            roles.add(AppRole.POP3);
        }
        if (!needs.volume().isEmpty()) {
            roles.add(AppRole.HVE_SEND);
        }
        return roles;
    }

    /// What would reach every mailbox, whatever Exchange's scope says.
    static List<AppRole> unwanted(Needs needs) {
        List<AppRole> roles = new ArrayList<>();
        if (!needs.smtp().isEmpty()) {
            roles.add(AppRole.SMTP);
        }
        if (!needs.graph().isEmpty()) {
            roles.add(AppRole.GRAPH_SEND);
        }
        return roles;
    }

    /// What Exchange's own roles are called.
    static List<String> exchangeRoles(Needs needs) {
        List<String> roles = new ArrayList<>();
        if (!needs.smtp().isEmpty() || needs.anySender()) {
            roles.add("Application SMTP.SendAsApp");
        }
        if (!needs.graph().isEmpty()) {
            roles.add("Application Mail.Send");
        }
        if (needs.drafts()) {
            roles.add("Application Mail.ReadWrite");
        }
        return roles;
    }

    /// What `Connect-ExchangeOnline` calls the cloud.
    static String environment(Needs needs) {
        Cloud cloud = needs.tenant().cloud();
        if (cloud instanceof Cloud.Named named) {
            return switch (named) {
                case WORLDWIDE -> "O365Default";
                case GCC_HIGH -> "O365USGovGCCHigh";
                case DOD -> "O365USGovDoD";
                case CHINA -> "O365China";
            };
        }
        return "O365Default";
    }
}
