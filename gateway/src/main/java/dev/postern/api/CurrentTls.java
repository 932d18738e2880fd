package dev.postern.api;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// A TLS context that is, for each new connection, the one that is current then.
///
/// The JDK's HTTP server asks for its context once, and a certificate is renewed while it runs.
/// Safe for use by many threads.
final class CurrentTls extends SSLContextSpi {

    private final Supplier<Optional<SSLContext>> source;

    private CurrentTls(Supplier<Optional<SSLContext>> source) {
        this.source = source;
    }

    /// @param source empty only as long as it has never given one
    static SSLContext of(Supplier<Optional<SSLContext>> source) {
        SSLContext first = source.get().orElseThrow();
        return new SSLContext(new CurrentTls(source), first.getProvider(), first.getProtocol()) {};
    }

    private SSLContext current() {
        return source.get().orElseThrow();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return current().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return current().createSSLEngine(host, port);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return current().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return current().getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return current().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return current().getClientSessionContext();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("it is what its source gives");
    }
}
