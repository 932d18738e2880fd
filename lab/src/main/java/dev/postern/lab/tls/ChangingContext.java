package dev.postern.lab.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A context that hands every request to the one a [ServerTls] shows at that moment.
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
            return new ServerSockets(tls);
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

    private static final class ServerSockets extends SSLServerSocketFactory {

        private final ServerTls tls;

        ServerSockets(ServerTls tls) {
            this.tls = tls;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new Accepting(tls);
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return bound(new InetSocketAddress(port), 0);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return bound(new InetSocketAddress(port), backlog);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address)
                throws IOException {
            return bound(new InetSocketAddress(address, port), backlog);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.context().getServerSocketFactory().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.context().getServerSocketFactory().getSupportedCipherSuites();
        }

        private ServerSocket bound(InetSocketAddress address, int backlog) throws IOException {
            ServerSocket socket = createServerSocket();
            socket.bind(address, backlog);
            return socket;
        }
    }

    /// Accepts in the clear and lays TLS over it, so that each connection gets the certificate of
    /// its own time.
    private static final class Accepting extends ServerSocket {

        private final ServerTls tls;

        Accepting(ServerTls tls) throws IOException {
            this.tls = tls;
        }

        @Override
        public Socket accept() throws IOException {
            Socket plain = super.accept();
            SSLSocket over =
                    (SSLSocket)
                            tls.context()
                                    .getSocketFactory()
                                    .createSocket(plain, null, plain.getPort(), true);
            over.setUseClientMode(false);
            return over;
        }
    }
}
