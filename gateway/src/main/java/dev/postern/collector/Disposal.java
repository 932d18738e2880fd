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

    /* Why messages are expunged last.

    While a FETCH is under way, a server need not look at the mailbox anew between two commands, and
    Dovecot does not: an EXPUNGE that follows a STORE on its heels finds nothing marked, removes
    nothing, and says OK. So all marks are confirmed before the first EXPUNGE is sent. Should the
    session end in between, the next visit finds the messages unconfirmed and begins again. */

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
            case After.Delete() -> List.of(mark(uids));
            case After.MoveTo(String folder) -> move(uids, folder);
        };
    }

    private Step mark(UidSet uids) throws IOException {
        return step(imap.addFlags(uids, ImapClient.DELETED));
    }

    private List<Step> move(UidSet uids, String folder) throws IOException {
        if (canMove) {
            return List.of(moved(folder, () -> imap.move(uids, folder)));
        }
        Completion copied = moved(folder, () -> imap.copy(uids, folder)).await();
        List<Step> steps = new ArrayList<>();
        steps.add(() -> copied);
        if (copied instanceof Completion.Ok) {
            steps.add(mark(uids));
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
        List<Begun> steps = List.copyOf(begun);
        begun.clear();
        Ended ended = await(steps);
        if (!ended.done().isEmpty() && marks()) {
            ended = uidPlus ? expunge(ended) : expungeAll(ended);
        }
        if (!ended.done().isEmpty() && takesAway()) {
            ended = proved(ended);
        }
        tell(ended.refusal());
        return ended.done();
    }

    /// @param refusal what the server said to those it did not do as told
    private record Ended(UidSet done, Optional<String> refusal) {}

    private Ended await(List<Begun> steps) throws IOException {
        UidSet done = UidSet.EMPTY;
        Optional<String> refusal = Optional.empty();
        for (Begun one : steps) {
            Optional<Completion.Failure> failure = failure(one);
            if (failure.isEmpty()) {
                done = done.plus(one.uids());
            } else {
                refusal = failure.map(Completion.Failure::text);
            }
        }
        return new Ended(done, refusal);
    }

    private boolean takesAway() {
        return switch (credentials.plan().after()) {
            case After.Delete(), After.MoveTo _ -> true;
            case After.Keep(), After.Seen() -> false;
        };
    }

    /// An OK to EXPUNGE is no proof: servers have said so and removed nothing. One search is.
    private Ended proved(Ended claimed) throws IOException {
        UidSet there =
                ImapSession.given(
                        imap.search(SearchKey.ALL).await(),
                        "looking whether messages are gone",
                        credentials);
        UidSet gone = claimed.done().minus(there);
        long stayed = claimed.done().size() - gone.size();
        return stayed == 0
                ? claimed
                : new Ended(
                        gone,
                        Optional.of(
                                "it said OK, and %d of them are still there".formatted(stayed)));
    }

    /// Whether messages are only marked by their steps, and have to be expunged.
    private boolean marks() {
        return switch (credentials.plan().after()) {
            case After.Delete() -> true;
            case After.MoveTo _ -> !canMove;
            case After.Keep(), After.Seen() -> false;
        };
    }

    private Ended expunge(Ended marked) throws IOException {
        List<Begun> expunging = new ArrayList<>();
        for (UidSet part : marked.done().split(ImapClient.SET_OCTETS_MAX)) {
            expunging.add(new Begun(part, List.of(step(imap.expunge(part)))));
        }
        Ended expunged = await(expunging);
        return new Ended(expunged.done(), expunged.refusal().or(marked::refusal));
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
    private Ended expungeAll(Ended marked) throws IOException {
        UidSet all =
                ImapSession.given(
                        imap.search(SearchKey.words("DELETED")).await(),
                        "looking for messages marked as deleted",
                        credentials);
        if (!all.minus(ours).isEmpty()) {
            return new Ended(
                    UidSet.EMPTY,
                    Optional.of(
                            "it lacks UIDPLUS, and somebody else has marked messages of the folder as deleted, which would go with ours"));
        }
        return imap.expungeAll().await() instanceof Completion.Failure failure
                ? new Ended(UidSet.EMPTY, Optional.of(failure.text()))
                : marked;
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
