package dev.postern.control;

/// What `postern init` asks.
public enum Question {
    /// `collect`, `relay` or `proxy`.
    JOB(
            "What for: collect (mail to an application), relay (mail from devices) or proxy (old mail clients)?",
            "collect"),
    TENANT("Directory (tenant) ID, or a domain of the tenant", ""),
    CLIENT("Application (client) ID; empty if it is not registered yet", ""),
    /// `file:PATH`, `env:NAME`, `certificate:PATH,KEY` or `managed`.
    CREDENTIAL(
            "Where the client secret is kept: file:PATH or env:NAME; or certificate:FILE,KEY; or managed",
            "file:/etc/postern/client-secret"),
    MAILBOX("The mailbox: whose mail is collected, that sends, or that clients open", ""),
    /// Asked only of those who collect.
    DESTINATION(
            "Where collected mail goes: a folder, or the address of a webhook",
            "/srv/postern/inbox"),
    DATA("The folder of Postern's own store", "/var/lib/postern");

    private final String words;
    private final String usual;

    Question(String words, String usual) {
        this.words = words;
        this.usual = usual;
    }

    /// How it is asked.
    public String words() {
        return words;
    }

    /// The answer of those who give none; empty if there is none.
    public String usual() {
        return usual;
    }
}
