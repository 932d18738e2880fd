package dev.postern.submission;

import dev.postern.protocol.smtp.ServerRules.SignInOffer;
import dev.postern.protocol.wire.TlsOffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/// A process that speaks old TLS at one listener and new TLS at another, until its input ends.
///
/// Arguments: certificate, key. Prints whether it may, what a client of its own would speak by
/// default, and the two ports.
public final class OldTlsMain {

    private OldTlsMain() {}

    public static void main(String... arguments) throws Exception {
        System.out.println(OldTls.allow());
        System.out.println(
                String.join(" ", SSLContext.getDefault().getDefaultSSLParameters().getProtocols()));
        Certificate certificate =
                Certificate.in(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        InstantSource.system(),
                        event -> {});
        try (Scene old = scene(certificate, "TLSv1");
                Scene modern = scene(certificate, "TLSv1.2")) {
            System.out.println(old.listener().port());
            System.out.println(modern.listener().port());
            while (System.in.read() >= 0) {}
        }
    }

    private static Scene scene(Certificate certificate, String oldest) throws IOException {
        return new Scene(
                Scene.profile(
                        new TlsOffer.StartTls(
                                new TlsOffer.Terms(certificate, OldTls.protocols(oldest))),
                        SignInOffer.OVER_TLS,
                        new Admission.SignedIn()));
    }
}
