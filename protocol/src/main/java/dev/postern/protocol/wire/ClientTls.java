package dev.postern.protocol.wire;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// A client's TLS context that keeps no more sessions than a few for each open connection, however
/// many connections come and go.
///
/// Safe for use by many threads.
public final class ClientTls extends SSLContextSpi {

    /* In the JDK a TLS 1.3 session holds the sessions that were made from its tickets (RFC 8446
     * §4.6.1), so that they can be made invalid together; and a connection that resumes is of the
     * very session that was made from the ticket, which is where the next ticket's is hung on. A
     * connection that stays open, waiting for mail or for a client of the proxy, thereby holds the
     * sessions of all connections that were opened after it and are long closed. The limits of the
     * cache do not help, for it is not the cache that holds them. So after a few connections comes
     * another context, to which the chain does not lead. Each context's first handshake is a full
     * one. */

    /// Connections of one context.
    private static final int TOGETHER = 16;

    private final TrustManager[] trust;
    private final ReentrantLock lock = new ReentrantLock();
    private SSLContext current;
    private int left = TOGETHER;

    private ClientTls(TrustManager[] trust) throws GeneralSecurityException {
        this.trust = trust.clone();
        this.current = fresh(this.trust);
    }

    /// A context that trusts whom these trust.
    public static SSLContext trusting(TrustManager... managers) throws GeneralSecurityException {
        ClientTls spi = new ClientTls(managers);
        return new SSLContext(spi, spi.current.getProvider(), spi.current.getProtocol()) {};
    }

    private static SSLContext fresh(TrustManager[] trust)
            throws NoSuchAlgorithmException, KeyManagementException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    private SSLContext forOneMore() {
        lock.lock();
        try {
            if (left == 0) {
                current = fresh(trust);
                left = TOGETHER;
            }
            left--;
            return current;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what could be trusted before cannot be now", e);
        } finally {
            lock.unlock();
        }
    }

    private SSLContext current() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return forOneMore().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return forOneMore().createSSLEngine(host, port);
    }

    /// For one connection; another factory for the next one.
    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return forOneMore().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new UnsupportedOperationException("it is for clients");
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
    protected SSLParameters engineGetDefaultSSLParameters() {
        return current().getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return current().getSupportedSSLParameters();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("it was made with those whom it trusts");
    }
}
