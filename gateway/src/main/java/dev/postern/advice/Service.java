package dev.postern.advice;

import java.util.List;
import java.util.Set;

/// Whose words they are.
public enum Service {
    /// The token endpoint of Microsoft Entra ID.
    ENTRA("Microsoft Entra ID", Set.of(), ""),
    IMAP("Exchange Online IMAP", Set.of("IMAP.AccessAsApp"), Audiences.EXCHANGE),
    POP3("Exchange Online POP3", Set.of("POP.AccessAsApp"), Audiences.EXCHANGE),
    /// SMTP AUTH client submission.
    SMTP("Exchange Online SMTP", Set.of("SMTP.SendAsApp"), Audiences.EXCHANGE),
    HVE("High Volume Email", Set.of("Mail.Send"), Audiences.EXCHANGE),
    ACS_SMTP("Azure Communication Services SMTP", Set.of(), Audiences.COMMUNICATION),
    ACS("Azure Communication Services REST", Set.of(), Audiences.COMMUNICATION),
    GRAPH("Microsoft Graph", Set.of("Mail.Send"), Audiences.GRAPH),
    /// A server that is none of the above.
    OTHER("another mail server", Set.of(), ""),
    /// Not known, as with a line that somebody pastes.
    ANY("an unnamed server", Set.of(), "");

    private final String title;

    // The sets come from Set.of, which the checker cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> roles;

    private final String scope;

    Service(String title, Set<String> roles, String scope) {
        this.title = title;
        this.roles = roles;
        this.scope = scope;
    }

    /// Its name, for people.
    public String title() {
        return title;
    }

    /// The application roles that its tokens usually carry; empty if it does not go by roles.
    public Set<String> roles() {
        return roles;
    }

    /// The scope that a token for it is asked for by, worldwide; empty if it takes none.
    public String scope() {
        return scope;
    }

    /// Whether it takes tokens made out to this audience.
    ///
    /// The national clouds' names of the same resource count as well.
    public boolean takes(String audience) {
        String bare =
                audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
        return switch (this) {
            case IMAP, POP3, SMTP, HVE -> Audiences.OF_EXCHANGE.contains(bare);
            case ACS_SMTP, ACS -> bare.equals("https://communication.azure.com");
            case GRAPH -> Audiences.OF_GRAPH.contains(bare);
            case ENTRA, OTHER, ANY -> true;
        };
    }

    /// Whether the application can be let in by Exchange's own roles (RBAC for Applications), which
    /// leave no trace in the token.
    public boolean knowsRoleAssignments() {
        return this == SMTP || this == GRAPH;
    }

    /// Whether it is one of a mailbox's own protocols.
    boolean opensMailboxes() {
        return this == IMAP || this == POP3;
    }

    private static final class Audiences {

        static final String EXCHANGE = "https://outlook.office365.com/.default";
        static final String COMMUNICATION = "https://communication.azure.com/.default";
        static final String GRAPH = "https://graph.microsoft.com/.default";

        static final List<String> OF_EXCHANGE =
                List.of(
                        "https://outlook.office365.com",
                        "https://outlook.office.com",
                        "https://ps.outlook.com",
                        "00000002-0000-0ff1-ce00-000000000000",
                        "https://outlook.office365.us",
                        "https://outlook-dod.office365.us",
                        "https://partner.outlook.cn");

        static final List<String> OF_GRAPH =
                List.of(
                        "https://graph.microsoft.com",
                        "00000003-0000-0000-c000-000000000000",
                        "https://graph.microsoft.us",
                        "https://dod-graph.microsoft.us",
                        "https://microsoftgraph.chinacloudapi.cn");

        private Audiences() {}
    }
}
