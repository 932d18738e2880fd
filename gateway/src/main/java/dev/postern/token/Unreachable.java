package dev.postern.token;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/// Puts into words why there was no HTTP answer.
final class Unreachable {

    private static final int WORDS_MAX = 200;

    private Unreachable() {}

    static Fetched.Trouble because(URI endpoint, IOException e) {
        String host = endpoint.getAuthority();
        return new Fetched.Trouble(
                switch (e) {
                    case HttpConnectTimeoutException _ ->
                            "%s: no connection in time; is port %d open in the firewall?"
                                    .formatted(host, port(endpoint));
                    case HttpTimeoutException _ -> "%s: %s".formatted(host, words(e));
                    case ConnectException _ when isUnresolved(e) ->
                            "%s: the name cannot be resolved; check DNS and the authority in the settings"
                                    .formatted(host);
                    case ConnectException _ -> "%s: no connection: %s".formatted(host, words(e));
                    case SSLException _ ->
                            "%s: TLS failed: %s; check the host's name, the trusted certificates, and whether a proxy opens TLS"
                                    .formatted(host, words(e));
                    default -> "%s: the exchange broke off: %s".formatted(host, words(e));
                });
    }

    private static int port(URI endpoint) {
        return endpoint.getPort() < 0 ? 443 : endpoint.getPort();
    }

    private static boolean isUnresolved(Throwable e) {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : Words.tame(message, WORDS_MAX);
    }
}
