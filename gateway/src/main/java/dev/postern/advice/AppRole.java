package dev.postern.advice;

/// An application permission, as Entra ID knows it.
public enum AppRole {
    IMAP("IMAP.AccessAsApp", Resource.EXCHANGE, "5e5addcd-3e8d-4e90-baf5-964efab2b20a"),
    POP3("POP.AccessAsApp", Resource.EXCHANGE, "cb842b43-da6e-4506-86fe-bb12199c656d"),
    SMTP("SMTP.SendAsApp", Resource.EXCHANGE, "7146a1f0-8703-45b3-9eae-527a64c00995"),
    /// High Volume Email's; its id is to be asked for, as Microsoft does not publish it.
    HVE_SEND("Mail.Send", Resource.EXCHANGE, ""),
    GRAPH_SEND("Mail.Send", Resource.GRAPH, "b633e1c5-b582-4048-a93e-9f11b44c7e96"),
    /// Its id is to be asked for.
    GRAPH_READ_WRITE("Mail.ReadWrite", Resource.GRAPH, "");

    private final String value;
    private final String resource;
    private final String id;

    AppRole(String value, String resource, String id) {
        this.value = value;
        this.resource = resource;
        this.id = id;
    }

    /// The name that stands in a token's `roles`.
    public String value() {
        return value;
    }

    /// The application id of the resource it belongs to.
    public String resource() {
        return resource;
    }

    /// The resource's name in the portal.
    public String resourceName() {
        return resource.equals(Resource.GRAPH) ? "Microsoft Graph" : "Office 365 Exchange Online";
    }

    /// The role's id in a shell: itself, or a command that asks for it.
    String inShell() {
        return id.isEmpty()
                ? "$(az ad sp show --id "
                        + resource
                        + " --query \"appRoles[?value=='"
                        + value
                        + "'].id\" -o tsv)"
                : id;
    }

    /// The step that adds it to the application.
    Step add() {
        return Step.az(
                "Give the application " + value + " of " + resourceName() + ".",
                "az ad app permission add --id {client} --api "
                        + resource
                        + " --api-permissions "
                        + inShell()
                        + "=Role");
    }

    private static final class Resource {

        static final String EXCHANGE = "00000002-0000-0ff1-ce00-000000000000";
        static final String GRAPH = "00000003-0000-0000-c000-000000000000";

        private Resource() {}
    }
}
