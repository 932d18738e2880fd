package dev.postern.api;

import dev.postern.account.Account;
import dev.postern.account.Accounts;
import dev.postern.account.Peer;
import dev.postern.account.SenderPolicy;
import dev.postern.account.Verdict;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.EnhancedStatus;
import dev.postern.protocol.mail.Envelope;
import dev.postern.queue.QueueId;
import dev.postern.relay.Letter;
import dev.postern.relay.Principal;
import dev.postern.relay.Receipt;
import dev.postern.relay.Refusal;
import dev.postern.relay.Relay;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A relay that keeps what it is given in memory, and one account. May be used from any thread.
final class OfficeStub implements Relay, Accounts {

    static final String ACCOUNT = "printer1";
    static final String PASSWORD = "right horse";
    static final String KEY =
            Base64.getEncoder().encodeToString("key of printer1".getBytes(StandardCharsets.UTF_8));

    private static final Pattern ID =
            Pattern.compile("^Message-ID: (\\S+)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    /// A message that was committed.
    record Taken(
            Principal principal, Peer peer, Envelope envelope, String text, String messageId) {}

    final List<Taken> taken = new CopyOnWriteArrayList<>();
    volatile Optional<Refusal> refusal = Optional.empty();
    volatile boolean lockedOut;
    final AtomicInteger provings = new AtomicInteger();

    private final Account account =
            new Account(
                    ACCOUNT,
                    List.of(),
                    new SenderPolicy(
                            List.of("*@example.cz"), SenderPolicy.From.KEEP, Optional.empty()),
                    60);

    @Override
    public Optional<Refusal> sender(Principal principal, Optional<AddrSpec> sender) {
        return sender.filter(one -> !one.domain().equals("example.cz"))
                .map(_ -> refusal(553, "5.7.1", "not allowed as sender"));
    }

    @Override
    public Optional<Refusal> recipient(
            Principal principal, Optional<AddrSpec> sender, AddrSpec recipient) {
        return recipient.domain().equals("nowhere.example")
                ? Optional.of(refusal(550, "5.4.4", "there is no route"))
                : Optional.empty();
    }

    static Refusal refusal(int code, String status, String words) {
        return new Refusal(code, EnhancedStatus.parse(status).orElseThrow(), words);
    }

    @Override
    public Letter receive(Principal principal, Peer peer, Envelope envelope) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        return new Letter() {
            @Override
            public void write(byte[] more, int from, int count) {
                octets.write(more, from, count);
            }

            @Override
            public boolean hopeless() {
                return octets.size() > sizeMax();
            }

            @Override
            public Receipt finish() {
                if (hopeless()) {
                    return new Receipt.Declined(refusal(552, "5.3.4", "too large"));
                }
                if (refusal.isPresent()) {
                    return new Receipt.Declined(refusal.get());
                }
                String text = octets.toString(StandardCharsets.UTF_8);
                Matcher id = ID.matcher(text);
                String messageId = id.find() ? id.group(1) : "<none@example.cz>";
                taken.add(new Taken(principal, peer, envelope, text, messageId));
                return new Receipt.Taken(new QueueId("%08d".formatted(taken.size())), messageId);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long sizeMax() {
        return 1024 * 1024;
    }

    @Override
    public Verdict signIn(Peer peer, String name, byte[] password) {
        return verdict(
                name.equals(ACCOUNT)
                        && new String(password, StandardCharsets.UTF_8).equals(PASSWORD));
    }

    @Override
    public KeyHolder accessKey(Peer peer, String name) {
        byte[] key = name.equals(ACCOUNT) ? Base64.getDecoder().decode(KEY) : new byte[] {1, 2, 3};
        return new KeyHolder() {
            @Override
            public byte[] key() {
                return key;
            }

            @Override
            public Verdict proven(boolean proven) {
                provings.incrementAndGet();
                return verdict(proven);
            }
        };
    }

    @Override
    public Optional<String> keyOwner(Predicate<byte[]> made) {
        return made.test(Base64.getDecoder().decode(KEY)) ? Optional.of(ACCOUNT) : Optional.empty();
    }

    private Verdict verdict(boolean right) {
        if (lockedOut) {
            return new Verdict.LockedOut(Duration.ofMinutes(5));
        }
        return right ? new Verdict.Welcome(account) : new Verdict.Wrong("wrong");
    }

    @Override
    public void seen(Peer peer) {}

    @Override
    public void refused(Peer peer, String account, String reason) {}
}
