package dev.postern.lab.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebServerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:49:37Z");

    private WebServer server;

    @BeforeAll
    void start() throws IOException {
        server =
                WebServer.start(
                        WebServer.bind(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "the test"),
                        new WebServer.Security.Clear(),
                        WebServerTest::echo,
                        () -> NOW,
                        "test");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Answer echo(Request request) {
        return switch (request.path().getFirst()) {
            case "hang-up" -> new Answer.HangUp();
            case "half" -> new Answer.Half(Answer.text(200, "text/plain", "0123456789"));
            case "empty" -> Answer.empty(204);
            default ->
                    Answer.text(
                            200,
                            "text/plain",
                            request + "|" + request.query() + "|" + request.text());
        };
    }

    @Test
    void answerHasTheHeadersOfHttp() throws IOException {
        assertThat(said("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK\r
                        Content-Type: text/plain\r
                        Date: Sat, 21 Nov 2026 08:49:37 GMT\r
                        Content-Length: 10\r
                        Connection: close\r
                        \r
                        GET /x|{}|\
                        """);
    }

    @Test
    void connectionGoesOnUntilItIsClosed() throws IOException {
        String all =
                said(
                        "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\noneGET /b?c=d%20e&f HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(all).contains("POST /a|{}|one").contains("GET /b|{c=d e, f=}|");
    }

    @Test
    void chunksMakeABody() throws IOException {
        String request =
                """
                POST /a HTTP/1.1\r
                Transfer-Encoding: chunked\r
                Connection: close\r
                \r
                3;x=y\r
                one\r
                A\r
                0123456789\r
                0\r
                Trailer: t\r
                \r
                """;

        assertThat(said(request)).endsWith("|one0123456789");
    }

    @Test
    void clientThatWaitsForContinueIsTold() throws IOException {
        assertThat(
                        said(
                                "POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\none"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")
                .endsWith("|one");
    }

    @Test
    void answerWithoutBodyHasNoLength() throws IOException {
        assertThat(said("GET /empty HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 No Content\r\n")
                .doesNotContain("Content-Length");
    }

    @Test
    void hangUpComesWithoutAByte() throws IOException {
        assertThat(said("GET /hang-up HTTP/1.1\r\n\r\n")).isEmpty();
    }

    @Test
    void halfAnAnswerPromisesTheWhole() throws IOException {
        assertThat(said("GET /half HTTP/1.1\r\n\r\n"))
                .contains("Content-Length: 10\r\n")
                .endsWith("\r\n\r\n01234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /x HTTP/2\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET /x?y=%zz HTTP/1.1\r\n\r\n",
                "GET  /x HTTP/1.1\r\n\r\n",
                "GET /x HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /x HTTP/1.1\r\n: no name\r\n\r\n",
                "POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /x HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n",
                "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void whatIsNoHttpIsRefused(String request) throws IOException {
        assertThat(said(request))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("Connection: close");
    }

    @Test
    void linesAndHeaderFieldsHaveABound() throws IOException {
        assertThat(said("GET /" + "x".repeat(Wire.LINE_MAX) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(said("GET /x HTTP/1.1\r\n" + "A: b\r\n".repeat(Wire.HEADERS_MAX + 1) + "\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(
                        said(
                                "GET /x HTTP/1.1\r\nConnection: close\r\n"
                                        + "A: b\r\n".repeat(Wire.HEADERS_MAX - 1)
                                        + "\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void pathIsDecodedByItsPartsAndKeepsItsPlus() {
        Request request = new Request("GET", "/a%2Fb/c+d//e?x=1", Map.of(), Body.EMPTY);

        assertThat(request.path()).isEqualTo(List.of("a/b", "c+d", "e"));
    }

    @Test
    void closedServerEndsTheRequestsItWasAnswering() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        WebServer slow =
                WebServer.start(
                        WebServer.bind(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "the test"),
                        new WebServer.Security.Clear(),
                        _ -> {
                            asked.countDown();
                            try {
                                new CountDownLatch(1).await();
                                return Answer.empty(204);
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                        },
                        () -> NOW,
                        "slow");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), slow.port())) {
            socket.getOutputStream()
                    .write("GET /x HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            asked.await();

            slow.close();

            assertThat(interrupted.getCount()).isZero();
            assertThat(rest(socket)).isEmpty();
        }
    }

    private String said(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return rest(socket);
        }
    }

    /// What comes until the end, be it in good order or not.
    private static String rest(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                all.append((char) octet);
            }
        } catch (SocketException _) {
            // A server that closes with input unread resets the connection.
        }
        return all.toString();
    }
}
