package dev.postern.lab.tls;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A context that hands every request to the one a [ServerTls] shows at that moment.
///
/// Its socket factory and its engines are for one connection: whoever serves many asks for one each
/// time.
final class ChangingContext extends SSLContext {

    ChangingContext(ServerTls tls) {
        super(new Spi(tls), tls.context().getProvider(), "TLS");
    }

    private static final class Spi extends SSLContextSpi {

        private final ServerTls tls;

        Spi(ServerTls tls) {
            this.tls = tls;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys,
                TrustManager @Nullable [] trust,
                @Nullable SecureRandom random) {
            throw new UnsupportedOperationException("the lab has set up this context");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return tls.context().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return tls.context().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return tls.context().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return tls.context().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return tls.context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return tls.context().getClientSessionContext();
        }
    }
}
