package dev.postern.protocol.login;

import dev.postern.protocol.sasl.Credentials;
import dev.postern.protocol.wire.Leg;
import dev.postern.protocol.wire.SessionEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server on the loopback that lets one client in, if its password is `secret`, and then says
/// back to it whatever it says.
///
/// A user whose name is that of a [Refusal.Kind] is refused for that reason.
public final class RunningLogin implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LinkedBlockingQueue<Login> logins = new LinkedBlockingQueue<>();
    private final List<String> given = new CopyOnWriteArrayList<>();
    private final Future<SessionEnd> end;

    /// Begins to speak with a client.
    public interface Opening {
        Login open(Socket accepted) throws IOException;
    }

    /// @param capabilities of the server that is behind, to everybody's surprise or not
    public RunningLogin(Opening opening, List<String> capabilities) throws IOException {
        end =
                threads.submit(() -> {
                    try (Login login = opening.open(listener.accept())) {
                        logins.add(login);
                        return hold(login, capabilities);
                    }
                });
    }

    private SessionEnd hold(Login login, List<String> capabilities) throws IOException {
        while (true) {
            switch (login.next()) {
                case Login.Turn.Over(SessionEnd over) -> {
                    return over;
                }
                case Login.Turn.SignIn(Credentials credentials) -> {
                    String password = new String(credentials.password(), StandardCharsets.UTF_8);
                    given.add(credentials.user() + " " + password);
                    if (password.equals("secret")) {
                        echo(login.admit(capabilities));
                        return new SessionEnd(SessionEnd.Cause.QUIT, "let in");
                    }
                    login.refuse(new Refusal(kind(credentials.user()), "Not you"));
                }
            }
        }
    }

    private static Refusal.Kind kind(String user) {
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            if (kind.name().equals(user)) {
                return kind;
            }
        }
        return Refusal.Kind.CREDENTIALS;
    }

    private static void echo(Leg leg) throws IOException {
        try (Socket layer = leg.layer()) {
            layer.getOutputStream().write(leg.unread());
            layer.getInputStream().transferTo(layer.getOutputStream());
        }
    }

    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// The login, as soon as there is a client.
    public Login login() throws InterruptedException {
        Login login = logins.poll(10, TimeUnit.SECONDS);
        if (login == null) {
            throw new AssertionError("no client came");
        }
        return login;
    }

    /// Name and password of each attempt to sign in.
    public List<String> given() {
        return given;
    }

    /// How it ended.
    public SessionEnd end() throws Exception {
        return end.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
        threads.close();
    }
}
