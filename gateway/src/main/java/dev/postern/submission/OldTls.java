package dev.postern.submission;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// TLS 1.0 and 1.1 (RFC 8996 gave them up), which old printers speak and nothing else.
///
/// The JDK forbids them, and the suites without forward secrecy that belong to them, for the whole
/// process, in a property that it reads once. So [#allow] lifts that for the whole process, and
/// everything else in it has to say which versions it speaks: listeners do by [#protocols], our
/// clients always do, and for those in libraries [#allow] sets the JDK's own property.
public final class OldTls {

    private static final String FORBIDDEN = "jdk.tls.disabledAlgorithms";
    private static final String OF_CLIENTS = "jdk.tls.client.protocols";
    private static final String MODERN = "TLSv1.3,TLSv1.2";
    private static final Set<String> NEEDED = Set.of("TLSv1", "TLSv1.1", "TLS_RSA_*");
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private OldTls() {}

    /// Lets this process speak them, if it has not yet spoken any TLS: call it first of all, and
    /// only if a listener wants them.
    ///
    /// @return whether it can now; if not, the process must be started anew
    public static boolean allow() {
        if (System.getProperty(OF_CLIENTS) == null) {
            System.setProperty(OF_CLIENTS, MODERN);
        }
        String forbidden = String.valueOf(Security.getProperty(FORBIDDEN));
        Security.setProperty(
                FORBIDDEN,
                Stream.of(forbidden.split(","))
                        .map(String::strip)
                        .filter(name -> !NEEDED.contains(name))
                        .collect(Collectors.joining(", ")));
        return allowed();
    }

    private static boolean allowed() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            return List.of(engine.getEnabledProtocols()).contains("TLSv1");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /// The versions from the oldest on, as the JDK calls them: `TLSv1.2`, `TLSv1.3`.
    ///
    /// @param oldest as the JDK calls it
    public static List<String> protocols(String oldest) {
        int from = VERSIONS.indexOf(oldest);
        if (from < 0) {
            throw new IllegalArgumentException("not a version of TLS: " + oldest);
        }
        return VERSIONS.subList(from, VERSIONS.size());
    }
}
