package dev.postern.lab.mail.imap;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What Exchange says it can, before a sign-in and after it.
final class Capability {

    private static final List<String> BEFORE =
            List.of(
                    "IMAP4",
                    "IMAP4rev1",
                    "AUTH=XOAUTH2",
                    "LOGINDISABLED",
                    "SASL-IR",
                    "UIDPLUS",
                    "ID",
                    "UNSELECT",
                    "CHILDREN",
                    "IDLE",
                    "NAMESPACE",
                    "LITERAL+");

    /// On a connection that has yet to go over to TLS.
    private static final List<String> BEFORE_TLS =
            List.of("IMAP4", "IMAP4rev1", "LOGINDISABLED", "STARTTLS", "ID", "LITERAL+");

    private static final List<String> AFTER =
            List.of(
                    "IMAP4",
                    "IMAP4rev1",
                    "AUTH=XOAUTH2",
                    "SASL-IR",
                    "UIDPLUS",
                    "MOVE",
                    "ID",
                    "UNSELECT",
                    "CLIENTACCESSRULES",
                    "CLIENTNETWORKPRESENCELOCATION",
                    "BACKENDAUTHENTICATE",
                    "CHILDREN",
                    "IDLE",
                    "NAMESPACE",
                    "LITERAL+");

    private Capability() {}

    /// The untagged line.
    static String line(State state, boolean startTls) {
        List<String> usual = startTls ? BEFORE_TLS : state.isSignedIn() ? AFTER : BEFORE;
        Set<String> told = new LinkedHashSet<>(usual);
        told.removeAll(state.capabilities().without());
        told.addAll(state.capabilities().with());
        return "* CAPABILITY " + String.join(" ", told);
    }
}
