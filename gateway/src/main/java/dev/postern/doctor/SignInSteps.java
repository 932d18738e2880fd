package dev.postern.doctor;

import dev.postern.advice.Service;
import dev.postern.protocol.sasl.SignIn;
import java.util.List;
import java.util.Optional;

/// What all kinds of servers have in common when somebody signs in.
final class SignInSteps {

    private static final int SHOWN_MAX = 80;

    private SignInSteps() {}

    /// The server's words if it did not let us in.
    static Optional<String> refused(SignIn signIn) {
        return switch (signIn) {
            case SignIn.Accepted _ -> Optional.empty();
            case SignIn.Refused(String text, var reasons) ->
                    Optional.of(text + reasons.map(more -> " (" + more + ")").orElse(""));
            case SignIn.NotOffered(var offered) -> Optional.of("offers only " + offered);
            case SignIn.Throttled(String text, _) -> Optional.of(text);
            case SignIn.Unavailable(String text) -> Optional.of(text);
        };
    }

    /// The words with what stands before them on the wire, by which they are known.
    static String asSaid(Service service, String words) {
        return switch (service) {
            case IMAP -> "NO " + words;
            case POP3 -> "-ERR " + words;
            case ENTRA, SMTP, HVE, ACS_SMTP, ACS, GRAPH, OTHER, ANY -> words;
        };
    }

    /// Whether the server takes tokens.
    static void capabilities(
            Chart chart, Reach reach, Service service, List<String> mechanisms, String greeting)
            throws OverException {
        boolean silent = mechanisms.isEmpty() && service == Service.POP3;
        if (!silent && !mechanisms.contains("XOAUTH2")) {
            throw chart.failed(Step.CAPABILITIES, noXoauth2(reach, mechanisms));
        }
        chart.fine(
                Step.CAPABILITIES,
                "sign-in by %s; greeted with \"%s\""
                        .formatted(
                                silent ? "what it does not say" : String.join(", ", mechanisms),
                                shortened(greeting)));
    }

    static Ailment noXoauth2(Reach reach, List<String> offered) {
        String list = offered.isEmpty() ? "none" : String.join(", ", offered);
        return Troubles.of("mechanism", "The server does not take tokens (XOAUTH2).")
                .cause(
                        "It is not the server that the settings should name, or something on the way answers in its place.",
                        Troubles.say("Compare the host with the cloud of the tenant."))
                .cause("It takes them only on a connection that is secured in another way.")
                .ailment(
                        "We asked %s how it lets people sign in.".formatted(reach.endpoint()),
                        "AUTH " + list);
    }

    static String shortened(String text) {
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }
}
