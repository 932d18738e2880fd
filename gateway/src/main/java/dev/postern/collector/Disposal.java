package dev.postern.collector;

import dev.postern.collector.MailboxPlan.After;
import dev.postern.event.Event;
import dev.postern.protocol.imap.Answer;
import dev.postern.protocol.imap.Completion;
import dev.postern.protocol.imap.CopyUid;
import dev.postern.protocol.imap.ImapClient;
import dev.postern.protocol.imap.SearchKey;
import dev.postern.protocol.imap.UidSet;
import dev.postern.protocol.wire.Pending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does on an IMAP server what is to become of messages that are safe here.
///
/// Commands are sent ahead of their answers. What the server refuses stays unconfirmed in the
/// ledger, so it is told again on the next visit, and a person is told. Confined to the visit's
/// thread.
final class Disposal {

    /// A step for some messages; whether it succeeded is known when it is awaited.
    @FunctionalInterface
    private interface Step {
        Completion await() throws IOException;
    }

    private record Begun(UidSet uids, List<Step> steps) {}

    private final ImapClient imap;
    private final Credentials credentials;
    private final boolean uidPlus;
    private final boolean canMove;
    private final List<Begun> begun = new ArrayList<>();
    private UidSet ours = UidSet.EMPTY;

    Disposal(ImapClient imap, Credentials credentials) throws IOException {
        this.imap = imap;
        this.credentials = credentials;
        this.uidPlus = imap.capabilities().has("UIDPLUS");
        this.canMove = imap.capabilities().has("MOVE");
    }

    /// Tells the server.
    void begin(UidSet uids) throws IOException {
        ours = ours.plus(uids);
        for (UidSet part : uids.split(ImapClient.SET_OCTETS_MAX)) {
            begun.add(new Begun(part, steps(part)));
        }
    }

    private List<Step> steps(UidSet uids) throws IOException {
        return switch (credentials.plan().after()) {
            case After.Keep() -> List.of();
            case After.Seen() -> List.of(step(imap.addFlags(uids, ImapClient.SEEN)));
            case After.Delete() -> delete(uids);
            case After.MoveTo(String folder) -> move(uids, folder);
        };
    }

    private List<Step> delete(UidSet uids) throws IOException {
        Step flagged = step(imap.addFlags(uids, ImapClient.DELETED));
        return uidPlus ? List.of(flagged, step(imap.expunge(uids))) : List.of(flagged);
    }

    private List<Step> move(UidSet uids, String folder) throws IOException {
        if (canMove) {
            return List.of(moved(folder, () -> imap.move(uids, folder)));
        }
        Completion copied = moved(folder, () -> imap.copy(uids, folder)).await();
        List<Step> steps = new ArrayList<>();
        steps.add(() -> copied);
        if (copied instanceof Completion.Ok) {
            steps.addAll(delete(uids));
        }
        return steps;
    }

    private interface Order {
        Pending<Answer<Optional<CopyUid>>> send() throws IOException;
    }

    /// Moves or copies; if the folder does not exist, makes it and tries again (RFC 3501 §6.4.7).
    private Step moved(String folder, Order order) throws IOException {
        Pending<Answer<Optional<CopyUid>>> first = order.send();
        return () -> {
            Completion completion = completion(first.await());
            if (completion instanceof Completion.No(var code, _)
                    && code.filter(c -> c.is("TRYCREATE")).isPresent()) {
                Completion _ = imap.create(folder).await();
                return completion(order.send().await());
            }
            return completion;
        };
    }

    private static Step step(Pending<Completion> pending) {
        return pending::await;
    }

    private static <T> Completion completion(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T> _ -> new Completion.Ok(Optional.empty(), "");
            case Answer.Denied<T>(Completion.Failure failure) -> failure;
        };
    }

    /// Waits for all answers.
    ///
    /// @return the messages for which the server did as it was told
    UidSet end() throws IOException {
        if (begun.isEmpty()) {
            return UidSet.EMPTY;
        }
        UidSet done = UidSet.EMPTY;
        Optional<String> refusal = Optional.empty();
        for (Begun one : begun) {
            Optional<Completion.Failure> failure = failure(one);
            if (failure.isEmpty()) {
                done = done.plus(one.uids());
            } else {
                refusal = failure.map(Completion.Failure::text);
            }
        }
        begun.clear();
        if (!done.isEmpty() && expungesAll()) {
            Optional<String> left = expungeAll();
            if (left.isPresent()) {
                refusal = left;
                done = UidSet.EMPTY;
            }
        }
        UidSet stayed = done.isEmpty() || !takesAway() ? UidSet.EMPTY : stillThere(done);
        if (!stayed.isEmpty()) {
            refusal =
                    Optional.of(
                            "it said OK, and %d messages are still there".formatted(stayed.size()));
        }
        tell(refusal);
        return done.minus(stayed);
    }

    private boolean takesAway() {
        return switch (credentials.plan().after()) {
            case After.Delete(), After.MoveTo _ -> true;
            case After.Keep(), After.Seen() -> false;
        };
    }

    /// An OK to EXPUNGE is no proof: servers have said so and removed nothing. One search is.
    private UidSet stillThere(UidSet gone) throws IOException {
        UidSet there =
                ImapSession.given(
                        imap.search(SearchKey.ALL).await(),
                        "looking for what was deleted",
                        credentials);
        return gone.minus(gone.minus(there));
    }

    /// Whether messages are only marked by their steps, and have to be expunged together.
    private boolean expungesAll() {
        return switch (credentials.plan().after()) {
            case After.Delete() -> !uidPlus;
            case After.MoveTo _ -> !uidPlus && !canMove;
            case After.Keep(), After.Seen() -> false;
        };
    }

    private Optional<Completion.Failure> failure(Begun one) throws IOException {
        Optional<Completion.Failure> first = Optional.empty();
        for (Step step : one.steps()) {
            Completion completion = step.await();
            if (completion instanceof Completion.Throttled throttled) {
                throw ImapSession.meaning(throttled, "tidying up the mailbox", credentials);
            }
            if (completion instanceof Completion.Failure failure && first.isEmpty()) {
                first = Optional.of(failure);
            }
        }
        return first;
    }

    /// Without UIDPLUS only all marked messages can be expunged, so it is done only if all are
    /// ours.
    ///
    /// @return why it was not done, if so
    private Optional<String> expungeAll() throws IOException {
        UidSet marked =
                ImapSession.given(
                        imap.search(SearchKey.words("DELETED")).await(),
                        "looking for messages marked as deleted",
                        credentials);
        if (!marked.minus(ours).isEmpty()) {
            return Optional.of(
                    "it lacks UIDPLUS, and somebody else has marked messages of the folder as deleted, which would go with ours");
        }
        return imap.expungeAll().await() instanceof Completion.Failure failure
                ? Optional.of(failure.text())
                : Optional.empty();
    }

    private void tell(Optional<String> refusal) {
        String subject = MailboxAlarms.keeps(credentials.plan().name());
        credentials
                .around()
                .events()
                .report(
                        refusal.<Event>map(words ->
                                        new Event.AlarmRaised(
                                                subject,
                                                "Messages were taken and are safe, but the server will not %s them: %s. It is asked again at every visit; nothing is taken twice."
                                                        .formatted(verb(), words)))
                                .orElseGet(() -> new Event.AlarmCleared(subject)));
    }

    private String verb() {
        return switch (credentials.plan().after()) {
            case After.Keep() -> "keep";
            case After.Seen() -> "mark";
            case After.Delete() -> "delete";
            case After.MoveTo(String folder) -> "move (to " + folder + ")";
        };
    }
}
