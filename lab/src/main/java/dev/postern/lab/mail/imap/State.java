package dev.postern.lab.mail.imap;

import dev.postern.lab.mail.Talk;
import dev.postern.lab.mail.fault.Fault;
import dev.postern.lab.mail.store.Mailbox;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far a session has come (RFC 3501 §3): signed in, a folder selected. Used by the session's
/// thread, while it idles by the one that announces.
final class State {

    private final Talk talk;
    private @Nullable Mailbox mailbox;
    private @Nullable SelectedFolder selected;
    private boolean connected = true;
    private Fault.Capabilities capabilities;

    State(Talk talk) {
        this.talk = talk;
        capabilities = faultyCapabilities();
    }

    Talk talk() {
        return talk;
    }

    /// The session works on this mailbox.
    void open(String address) {
        mailbox = talk.exchange().store().mailbox(address);
        capabilities = faultyCapabilities();
    }

    /// The client has signed in, and gets nothing.
    void openNothing() {
        connected = false;
    }

    boolean isSignedIn() {
        return mailbox != null || !connected;
    }

    boolean isConnected() {
        return connected;
    }

    /// What faults add to the usual capabilities, and take from them.
    Fault.Capabilities capabilities() {
        return capabilities;
    }

    /// False if a fault took this capability away.
    boolean can(String capability) {
        return !capabilities.without().contains(capability);
    }

    Mailbox mailbox() throws Refusal {
        Mailbox known = mailbox;
        if (known == null) {
            throw Refusal.badCommand();
        }
        return known;
    }

    SelectedFolder selected() throws Refusal {
        SelectedFolder known = selected;
        if (known == null) {
            throw Refusal.badCommand();
        }
        return known;
    }

    Optional<SelectedFolder> selection() {
        return Optional.ofNullable(selected);
    }

    void select(SelectedFolder folder) {
        selected = folder;
    }

    void deselect() {
        selected = null;
    }

    /// Says what has changed in the selected folder.
    void tellNews() throws IOException {
        SelectedFolder known = selected;
        if (known != null) {
            for (String line : known.news()) {
                talk.say(line);
            }
        }
    }

    private Fault.Capabilities faultyCapabilities() {
        return talk.take(Fault.Capabilities.class)
                .orElseGet(() -> new Fault.Capabilities(Set.of(), List.of()));
    }
}
