package dev.postern.submission;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.lab.tls.Authority;
import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.TlsOffer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// What a test with a real client needs: the client, a listener with a certificate, and the file of
/// the authority that issued it.
record RealClients(Authority authority, Path folder, Certificate certificate) {

    static RealClients in(Path folder) throws IOException {
        Authority authority =
                Authority.create(new SecureRandom(), InstantSource.system().instant());
        Path chain = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        authority.writeServerPem(List.of("127.0.0.1", "localhost"), chain, key);
        authority.writePem(folder.resolve("authority.pem"));
        return new RealClients(
                authority, folder, Certificate.in(chain, key, InstantSource.system(), event -> {}));
    }

    /// Finds a program, or skips the test; where peers are required, fails it.
    static String require(String program) {
        for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path file = Path.of(place, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        if ("required".equals(System.getenv("POSTERN_PEERS"))) {
            throw new AssertionError(program + " is required and not installed: see .ci/run");
        }
        assumeTrue(false, program + " is not installed");
        throw new IllegalStateException("not reached");
    }

    Path trusted() {
        return folder.resolve("authority.pem");
    }

    /// A listener for accounts, secured at once or on request.
    Scene scene(boolean implicit) throws IOException {
        TlsOffer.Terms terms = new TlsOffer.Terms(certificate, OldTls.protocols("TLSv1.2"));
        return new Scene(
                Scene.profile(
                        implicit ? new TlsOffer.Implicit(terms) : new TlsOffer.StartTls(terms),
                        SignInOffer.OVER_TLS,
                        new Admission.SignedIn()));
    }
}
