package dev.postern.api;

import dev.postern.account.Accounts;
import dev.postern.queue.QueueDesk;
import dev.postern.relay.Relay;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/// Finds what a request is for. Safe for use by many threads.
///
/// Every path may begin with the name of an account; without it, a signature tells whose it is.
public final class Api {

    /// Octets of the largest JSON request. Azure's bound is 10 MB, raised to 30 MB on request.
    public static final int JSON_MAX = 30 * 1024 * 1024;

    /// How many JSON requests are held in memory at a time.
    public static final int JSON_AT_ONCE = 4;

    private static final int SMALL = 64 * 1024;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Door door;
    private final EmailEndpoint emails;
    private final RawEndpoint messages;
    private final Semaphore large = new Semaphore(JSON_AT_ONCE);

    /// What it works with.
    ///
    /// @param domain of the Message-IDs it makes
    public record Surroundings(
            Accounts accounts,
            Relay relay,
            QueueDesk desk,
            InstantSource clock,
            RandomGenerator random,
            String domain) {}

    public Api(Surroundings with) {
        Handing handing = new Handing(with.relay());
        door = new Door(with.accounts(), with.clock());
        emails =
                new EmailEndpoint(handing, with.desk(), with.clock(), with.random(), with.domain());
        messages = new RawEndpoint(handing);
    }

    /// Answers a request; whatever is wrong with it is an answer too.
    Answer answer(Call call) throws InterruptedException {
        try {
            return route(call);
        } catch (RejectedException e) {
            return e.answer();
        } catch (IllegalArgumentException _) {
            return RejectedException.bad("The path or the query is not encoded as it should.", "")
                    .answer();
        } catch (IOException _) {
            return RejectedException.bad("The body ended before its end.", "").answer();
        }
    }

    private Answer route(Call call) throws RejectedException, IOException, InterruptedException {
        List<String> path = call.path();
        if (endsWith(path, "emails:send")) {
            return send(call, account(path, 1));
        }
        if (path.size() > 2
                && path.subList(path.size() - 3, path.size() - 1)
                        .equals(List.of("emails", "operations"))) {
            only(call, "GET");
            Door.Caller caller = door.bySignature(call, account(path, 3));
            byte[] _ = caller.signed(body(call, SMALL));
            return emails.status(caller.account(), path.getLast());
        }
        if (endsWith(path, "messages")) {
            only(call, "POST");
            return messages.take(call, door.byPassword(call, account(path, 1)));
        }
        throw new RejectedException(404, "NotFound", "There is nothing at this path.");
    }

    private Answer send(Call call, Optional<String> account)
            throws RejectedException, IOException, InterruptedException {
        only(call, "POST");
        if (call.query("api-version").isEmpty()) {
            throw RejectedException.bad("The query must have an api-version.", "api-version");
        }
        Door.Caller caller = door.bySignature(call, account);
        if (!large.tryAcquire()) {
            throw RejectedException.later(
                    429, "TooManyRequests", "Too many messages come at once.", SOON);
        }
        try {
            byte[] body = caller.signed(body(call, JSON_MAX));
            return emails.send(call, caller.account(), body);
        } finally {
            large.release();
        }
    }

    /// The account before so many parts of the path.
    private static Optional<String> account(List<String> path, int parts) throws RejectedException {
        List<String> before = path.subList(0, path.size() - parts);
        if (before.size() > 1) {
            throw new RejectedException(404, "NotFound", "There is nothing at this path.");
        }
        return before.stream().findFirst();
    }

    private static boolean endsWith(List<String> path, String last) {
        return !path.isEmpty() && path.getLast().equals(last);
    }

    private static void only(Call call, String method) throws RejectedException {
        if (!call.method().equals(method)) {
            throw new RejectedException(
                    405, "MethodNotAllowed", "Only " + method + " is possible here.");
        }
    }

    private static byte[] body(Call call, int most) throws IOException, RejectedException {
        byte[] body = call.body().readNBytes(most + 1);
        if (body.length > most) {
            throw new RejectedException(
                    413,
                    "RequestEntityTooLarge",
                    "The request has more than "
                            + most
                            + " octets; POST /messages takes larger ones.");
        }
        return body;
    }
}
