package dev.postern.submission;

import dev.postern.account.Account;
import dev.postern.account.Accounts;
import dev.postern.account.Peer;
import dev.postern.account.Verdict;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.smtp.Incoming;
import dev.postern.protocol.smtp.ServerReply;
import dev.postern.protocol.smtp.SmtpService;
import dev.postern.protocol.wire.TlsOffer;
import dev.postern.relay.Letter;
import dev.postern.relay.Principal;
import dev.postern.relay.Receipt;
import dev.postern.relay.Refusal;
import dev.postern.relay.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLSession;

/// One client's way to the relay: who it is, on whose behalf it sends, and what the relay says to
/// that, in the words of SMTP. Confined to its session's thread.
final class SubmissionService implements SmtpService {

    private static final ServerReply SENDER = ServerReply.of(250, "2.1.0", "Sender taken");
    private static final ServerReply RECIPIENT = ServerReply.of(250, "2.1.5", "Recipient taken");
    private static final ServerReply WELCOME = ServerReply.of(235, "2.7.0", "Welcome");
    private static final ServerReply WRONG =
            ServerReply.of(535, "5.7.8", "User name or password is wrong");
    private static final ServerReply NO_ACCOUNTS =
            ServerReply.of(454, "4.7.0", "Nobody can be signed in for the moment");
    private static final ServerReply TLS_FIRST =
            ServerReply.of(530, "5.7.0", "Say STARTTLS first, then sign in");
    private static final ServerReply SIGN_IN_FIRST = ServerReply.of(530, "5.7.0", "Sign in first");
    private static final ServerReply STRANGER =
            ServerReply.of(550, "5.7.1", "Mail is not taken from your address here");
    private static final ServerReply STOPPING =
            ServerReply.of(451, "4.3.2", "The service is stopping; try again later");

    private final Profile profile;
    private final Accounts accounts;
    private final Relay relay;
    private final InetAddress address;

    private Optional<String> hello = Optional.empty();
    private boolean extended;
    private Optional<String> tls = Optional.empty();
    private Optional<String> mechanism = Optional.empty();
    private Optional<Account> account = Optional.empty();
    private Optional<AddrSpec> sender = Optional.empty();
    private boolean utf8;
    private boolean seen;
    private int taken;

    SubmissionService(Profile profile, Accounts accounts, Relay relay, InetAddress address) {
        this.profile = profile;
        this.accounts = accounts;
        this.relay = relay;
        this.address = address;
    }

    /// How many messages were taken.
    int taken() {
        return taken;
    }

    @Override
    public void introduced(String name, boolean byEhlo) {
        hello = Optional.of(name);
        extended = byEhlo;
    }

    @Override
    public void secured(SSLSession session) {
        tls = Optional.of(session.getProtocol());
        hello = Optional.empty();
        account = Optional.empty();
        mechanism = Optional.empty();
    }

    @Override
    public ServerReply authenticate(Credentials credentials) {
        mechanism = Optional.of(credentials.mechanism());
        try {
            return switch (accounts.signIn(peer(), credentials.user(), credentials.password())) {
                case Verdict.Welcome(Account known) -> {
                    account = Optional.of(known);
                    yield WELCOME;
                }
                case Verdict.Wrong _ -> {
                    mechanism = Optional.empty();
                    yield WRONG;
                }
                case Verdict.LockedOut(var patience) ->
                        ServerReply.of(
                                421,
                                "4.7.0",
                                "Too many failed sign-ins; try again in "
                                        + patience.toSeconds()
                                        + " s");
            };
        } catch (IOException _) {
            // Whoever keeps the accounts reports why.
            mechanism = Optional.empty();
            return NO_ACCOUNTS;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return STOPPING;
        }
    }

    @Override
    public ServerReply mail(Optional<AddrSpec> from, Envelope.Options options, OptionalLong size) {
        Optional<Principal> principal = principal();
        if (principal.isEmpty()) {
            return remembered(whoAreYou());
        }
        if (account.isEmpty() && !seen) {
            seen = true;
            accounts.seen(peer());
        }
        sender = from;
        utf8 = options.utf8();
        return relay.sender(principal.get(), from)
                .map(SubmissionService::said)
                .map(this::remembered)
                .orElse(SENDER);
    }

    private ServerReply whoAreYou() {
        if (!profile.admission().takesAccounts()) {
            return STRANGER;
        }
        return tls.isEmpty() && profile.rules().tls() instanceof TlsOffer.StartTls
                ? TLS_FIRST
                : SIGN_IN_FIRST;
    }

    /// On whose behalf the client sends: an account's, if it has signed in.
    private Optional<Principal> principal() {
        return account.<Principal>map(Principal.Known::new)
                .or(() ->
                        profile.admission()
                                .guest(address)
                                .map(guest ->
                                        new Principal.Trusted(
                                                guest.range().toString(), guest.policy())));
    }

    @Override
    public ServerReply recipient(Recipient recipient) {
        return principal()
                .flatMap(known -> relay.recipient(known, sender, recipient.address()))
                .map(SubmissionService::said)
                .map(this::remembered)
                .orElse(RECIPIENT);
    }

    /// A device that was refused is remembered with what it was told.
    private ServerReply remembered(ServerReply refusal) {
        accounts.refused(
                peer(), account.map(Account::name).orElse(""), String.join(" ", refusal.lines()));
        return refusal;
    }

    @Override
    public Opening data(Envelope envelope) {
        return principal()
                .<Opening>map(known ->
                        new Opening.Taken(new Arriving(relay.receive(known, peer(), envelope))))
                .orElseGet(() -> new Opening.Refused(whoAreYou()));
    }

    private Peer peer() {
        return new Peer(address, hello, protocol(), tls, mechanism, profile.place().entry());
    }

    /// As RFC 3848 and RFC 6531 §4.3 name it.
    private String protocol() {
        if (!extended) {
            return "SMTP";
        }
        return (utf8 ? "UTF8SMTP" : "ESMTP")
                + (tls.isPresent() ? "S" : "")
                + (account.isPresent() ? "A" : "");
    }

    private static ServerReply said(Refusal refusal) {
        return new ServerReply(
                refusal.code(), Optional.of(refusal.status()), List.of(refusal.words()));
    }

    /// A letter that comes by SMTP.
    private final class Arriving implements Incoming {

        private final Letter letter;

        Arriving(Letter letter) {
            this.letter = letter;
        }

        @Override
        public void write(byte[] octets, int from, int count) {
            letter.write(octets, from, count);
        }

        @Override
        public ServerReply finish() {
            try (letter) {
                return switch (letter.finish()) {
                    case Receipt.Taken(var id, _) -> {
                        taken++;
                        yield ServerReply.of(250, "2.0.0", "Taken as " + id);
                    }
                    case Receipt.Declined(Refusal refusal) -> said(refusal);
                };
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return STOPPING;
            }
        }

        @Override
        public void abandon() {
            letter.close();
        }
    }
}
