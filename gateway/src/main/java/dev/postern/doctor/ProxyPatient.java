package dev.postern.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An address where clients with a local password are joined to their mailbox, and who may be. The
/// mailboxes themselves are patients of their own. A value.
///
/// @param inlet the address
/// @param secrecy how passwords come there
public record ProxyPatient(InletPatient inlet, Secrecy secrecy, Clients clients)
        implements Patient {

    private static final int NAMED_MAX = 100;

    /// How passwords come to a listener.
    public enum Secrecy {
        /// Through TLS alone.
        TLS,
        /// In the clear, from this machine alone.
        NEAR,
        /// In the clear, through a network.
        CLEAR
    }

    /// Whom the accounts let in.
    ///
    /// @param accounts how many there are that may open a mailbox
    /// @param mailboxes that are examined
    /// @param left mailboxes that are not
    /// @param trouble why the accounts could not be read, if so
    public record Clients(
            int accounts, List<String> mailboxes, List<String> left, Optional<String> trouble) {

        public Clients {
            mailboxes = List.copyOf(mailboxes);
            left = List.copyOf(left);
        }
    }

    @Override
    public String name() {
        return inlet.name();
    }

    @Override
    public String about() {
        return inlet.about();
    }

    @Override
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(inlet.steps());
        steps.add(Step.PASSWORDS);
        steps.add(Step.ACCOUNTS);
        return steps;
    }

    @Override
    public void examine(Chart chart) throws OverException {
        inlet.examine(chart);
        passwords(chart);
        accounts(chart);
    }

    private void passwords(Chart chart) {
        switch (secrecy) {
            case TLS -> chart.fine(Step.PASSWORDS, "taken through TLS only");
            case NEAR -> chart.fine(Step.PASSWORDS, "taken in the clear, from this machine alone");
            case CLEAR ->
                    chart.warn(
                            Step.PASSWORDS,
                            "taken in the clear",
                            Troubles.of(
                                            "passwords-in-clear",
                                            "Whoever listens in the network reads the clients' passwords.")
                                    .cause(
                                            "`passwords-in-clear` is on, for clients that know no TLS.",
                                            Troubles.postern(
                                                    "Let a client that knows TLS use it, and give one that does not a listener and `networks` of its own.",
                                                    "passwords-in-clear: off"))
                                    .ailment("We looked at the settings of " + name() + ".", ""));
        }
    }

    private void accounts(Chart chart) {
        if (clients.trouble().isPresent()) {
            chart.unknown(Step.ACCOUNTS, "the accounts cannot be read: " + clients.trouble().get());
        } else if (clients.mailboxes().isEmpty()) {
            chart.warn(Step.ACCOUNTS, "none may open a mailbox here", nobody());
        } else {
            String text =
                    "%d may open %d mailboxes"
                            .formatted(
                                    clients.accounts(),
                                    clients.mailboxes().size() + clients.left().size());
            if (clients.left().isEmpty()) {
                chart.fine(Step.ACCOUNTS, text);
            } else {
                chart.unknown(Step.ACCOUNTS, text + "; not looked at, unless named: " + left());
            }
        }
    }

    private String left() {
        int more = clients.left().size() - NAMED_MAX;
        return String.join(
                        ", ", clients.left().subList(0, Math.min(NAMED_MAX, clients.left().size())))
                + (more > 0 ? " and %d more".formatted(more) : "");
    }

    private static Ailment nobody() {
        return Troubles.of("no-account", "Nobody can sign in there.")
                .cause(
                        "No account that is enabled may open a mailbox of this tenant.",
                        Troubles.postern(
                                "Make one for the client; it prints the password, once.",
                                "postern account add NAME --mailboxes ADDRESS"))
                .ailment("We looked for accounts that may open a mailbox.", "");
    }
}
