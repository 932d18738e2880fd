package dev.postern.protocol.smtp;

import dev.postern.protocol.wire.Dialogue;
import dev.postern.protocol.wire.SessionEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server on the loopback for one session.
final class RunningServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LinkedBlockingQueue<ServerSession> sessions = new LinkedBlockingQueue<>();
    private final RecordingService service = new RecordingService();
    private final Future<SessionEnd> end;

    RunningServer(ServerRules rules) throws IOException {
        this(rules, Dialogue.UNHEARD);
    }

    RunningServer(ServerRules rules, Dialogue dialogue) throws IOException {
        end =
                threads.submit(() -> {
                    ServerSession session =
                            new ServerSession(listener.accept(), rules, service, dialogue);
                    sessions.add(session);
                    return session.run();
                });
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    RecordingService service() {
        return service;
    }

    /// The session, as soon as it has begun.
    ServerSession session() throws InterruptedException {
        ServerSession session = sessions.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session");
        }
        return session;
    }

    SessionEnd end() throws Exception {
        return end.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
        threads.close();
    }
}
