package dev.postern.delivery.acs;

import dev.postern.advice.Names;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.protocol.mail.AddrSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How messages are sent by Azure Communication Services.
///
/// @param endpoint the resource's root
/// @param mailFrom the address that everything is sent as; empty for each message's own sender
/// @param timeout for one request
/// @param patience for an operation to end
/// @param temporary a folder for attachments and requests
public record AcsSettings(
        URI endpoint,
        SignIn signIn,
        Optional<AddrSpec> mailFrom,
        Duration timeout,
        Duration patience,
        Path temporary) {

    /// For commands that mend something.
    Names names() {
        Names application =
                signIn instanceof SignIn.ByToken(TokenSignIn tokens)
                        ? tokens.tenant().names()
                        : Names.NONE;
        return mailFrom.map(sender -> application.withSender(sender.toString()))
                .orElse(application);
    }

    /// How the service knows who asks.
    public sealed interface SignIn {

        /// By a signature with one of the resource's access keys.
        record ByKey(Key key) implements SignIn {}

        /// By a token of an application.
        record ByToken(TokenSignIn tokens) implements SignIn {}
    }

    /// Where an access key comes from.
    @FunctionalInterface
    public interface Key {
        /// The key in Base64, as it is now.
        String reveal() throws IOException;
    }

    /// Lets time pass.
    @FunctionalInterface
    public interface Pause {
        /// Returns after this time.
        void pass(Duration time) throws InterruptedException;
    }
}
