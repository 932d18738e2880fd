package dev.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.listen.AddressRange;
import dev.postern.listen.Crowd;
import dev.postern.listen.Place;
import dev.postern.listen.ProxyHeaderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ListenerTest {

    private static Profile trusting(Crowd crowd, List<AddressRange> proxies) {
        Profile profile = Scene.trusting();
        return new Profile(
                new Place(profile.place().entry(), profile.place().address(), proxies, crowd),
                profile.rules(),
                profile.admission());
    }

    @Test
    void tooManySessionsAreTurnedAway() throws IOException {
        try (Scene scene = new Scene(trusting(new Crowd(1, 5), List.of()))) {
            Client _ = scene.greeted();
            Client second = scene.connected();
            second.hear("421 4.7.0 Too many");
            second.hearEnd();
            assertThat(scene.listener().turnedAway()).isEqualTo(1);
        }
    }

    @Test
    void tooManySessionsFromOneAddressAreTurnedAwayUntilOneEnds() throws Exception {
        try (Scene scene = new Scene(trusting(new Crowd(5, 1), List.of()))) {
            Client first = scene.greeted();
            Client second = scene.connected();
            second.hear("421 4.7.0 Too many");
            first.ask("QUIT", "221");
            first.hearEnd();
            first.close();
            assertThat(scene.event()).isInstanceOf(Event.SessionOver.class);
            Client third = greetedOnceThereIsRoom(scene);
            third.ask("HELO again", "250");
        }
    }

    /// The place is free a moment after the event.
    private static Client greetedOnceThereIsRoom(Scene scene) throws IOException {
        while (scene.listener().sessions() > 0) {
            Thread.onSpinWait();
        }
        return scene.greeted();
    }

    @Test
    void stoppingTellsIdleClientsAndLetsAMessageFinish() throws Exception {
        try (Scene scene = new Scene(Scene.trusting());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Client idle = scene.greeted();
            idle.ask("NOOP", "250");
            Client sending = scene.greeted();
            sending.ask("HELO a", "250");
            sending.ask("MAIL FROM:<a@example.cz>", "250");
            sending.ask("RCPT TO:<b@example.cz>", "250");
            sending.ask("DATA", "354");
            Future<?> stopping = threads.submit(() -> scene.listener().close());
            idle.hear("421 4.3.2");
            idle.hearEnd();
            sending.ask("x\r\n.", "250 2.0.0");
            sending.hear("421 4.3.2");
            stopping.get();
            assertThat(scene.relay().messages()).hasSize(1);
            assertThat(scene.listener().sessions()).isZero();
        }
    }

    @Test
    void stoppingDoesNotWaitForEverForAMessage() throws Exception {
        try (Scene scene = new Scene(Scene.trusting(), Duration.ofMillis(1))) {
            Client sending = scene.greeted();
            sending.ask("HELO a", "250");
            sending.ask("MAIL FROM:<a@example.cz>", "250");
            sending.ask("RCPT TO:<b@example.cz>", "250");
            sending.ask("DATA", "354");
            scene.listener().close();
            assertThat(scene.relay().letGo()).isEqualTo(1);
            assertThat(scene.listener().sessions()).isZero();
        }
    }

    @Test
    void behindAProxyTheClientIsWhomItNames() throws Exception {
        Profile profile = trusting(new Crowd(5, 5), List.of(Scene.LOOPBACK));
        try (Scene scene = new Scene(profile)) {
            Client client = scene.connected();
            client.raw(ProxyHeaderTest.header(0x21, 0x11, 127, 9, 9, 9, 127, 0, 0, 1, 1, 2, 2, 75));
            client.hear("220");
            client.ask("HELO a", "250");
            client.send("a@example.cz", "b@example.cz");
            assertThat(scene.relay().messages().getFirst().peer().address())
                    .isEqualTo(InetAddress.ofLiteral("127.9.9.9"));
        }
    }

    @Test
    void behindAProxyNobodyElseMayConnect() throws Exception {
        Profile profile =
                trusting(
                        new Crowd(5, 5),
                        List.of(new AddressRange(InetAddress.ofLiteral("10.0.0.4"), 32)));
        try (Scene scene = new Scene(profile)) {
            scene.connected().hearEnd();
            assertThat(scene.event().toString()).contains("only proxies");
        }
    }

    @Test
    void behindAProxyNothingIsTakenWithoutItsHeader() throws Exception {
        Profile profile = trusting(new Crowd(5, 5), List.of(Scene.LOOPBACK));
        try (Scene scene = new Scene(profile)) {
            Client client = scene.connected();
            client.say("EHLO somebody.example");
            client.hearEnd();
            assertThat(scene.event().toString()).contains("no PROXY header");
        }
    }
}
