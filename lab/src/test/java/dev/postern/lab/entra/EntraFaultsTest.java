package dev.postern.lab.entra;

import static dev.postern.lab.RunningLab.TENANT;
import static dev.postern.lab.RunningLab.rightForm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.lab.RunningLab;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;

@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EntraFaultsTest {

    private RunningLab lab;
    private EntraFaults faults;

    @BeforeAll
    void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        faults = lab.lab().entra().faults();
    }

    @AfterEach
    void clear() {
        faults.clear();
        lab.lab().entra().count().clear();
        lab.lab().clock().shiftTo(Duration.ZERO);
    }

    @AfterAll
    void stop() {
        lab.close();
    }

    @Test
    void throttledRequestIsToldWhenToComeAgain() throws Exception {
        faults.once(new EntraFault.Throttle(Duration.ofSeconds(17)));

        RunningLab.Reply reply = ask();

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.response().headers().firstValue("Retry-After")).contains("17");
        assertThat(reply.code()).isEqualTo(90055);
    }

    @Test
    void faultLastsAsOftenAsPlanned() throws Exception {
        faults.add(new EntraFault.Unavailable(502), 2);
        faults.once(new EntraFault.Refuse(50196));

        assertThat(IntStream.range(0, 4).map(_ -> asked().status()))
                .containsExactly(502, 502, 400, 200);
    }

    @Test
    void faultWithoutNumberLastsUntilCleared() throws Exception {
        faults.add(new EntraFault.Unavailable(503), EntraFaults.ALWAYS);
        assertThat(IntStream.range(0, 3).map(_ -> asked().status())).containsOnly(503);

        faults.clear();

        assertThat(ask().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorCanBeAskedFor(Aadsts aadsts) throws Exception {
        faults.once(new EntraFault.Refuse(aadsts.code()));

        RunningLab.Reply reply = ask();

        assertThat(reply.code()).isEqualTo(aadsts.code());
        assertThat(reply.status()).isEqualTo(aadsts.status());
        assertThat(reply.json().path("error_description").asString()).doesNotContain("%s");
    }

    @Test
    void stalledRequestIsNeverAnswered() {
        faults.once(new EntraFault.Stall());
        HttpRequest request = lab.post(TENANT, rightForm()).timeout(Duration.ofMillis(80)).build();

        assertThatThrownBy(() -> lab.send(request)).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void droppedRequestEndsWithoutAByte() {
        faults.once(new EntraFault.Drop());

        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    }

    @Test
    void truncatedAnswerEndsInTheMiddle() {
        faults.once(new EntraFault.Truncate());

        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    }

    @Test
    void invalidJsonComesWithStatus200() throws Exception {
        faults.once(new EntraFault.InvalidJson());

        assertThat(raw().statusCode()).isEqualTo(200);
        faults.once(new EntraFault.InvalidJson());
        assertThatThrownBy(this::ask).isInstanceOf(JacksonException.class);
    }

    @Test
    void pageForPeopleComesWithItsStatus() throws Exception {
        faults.once(new EntraFault.Html(502));

        HttpResponse<String> page = raw();

        assertThat(page.statusCode()).isEqualTo(502);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void delayedAnswerIsRight() throws Exception {
        faults.once(new EntraFault.Delay(Duration.ofMillis(60)));
        long before = System.nanoTime();

        assertThat(ask().status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void requestsAreCountedAndHowManyWaitAtOnce() throws Exception {
        faults.add(new EntraFault.Delay(Duration.ofMillis(150)), 3);
        HttpRequest request = lab.post(TENANT, rightForm()).build();
        try (var client = lab.newClient()) {
            CompletableFuture.allOf(
                            IntStream.range(0, 3)
                                    .mapToObj(_ ->
                                            client.sendAsync(
                                                    request, HttpResponse.BodyHandlers.ofString()))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        }
        faults.once(new EntraFault.Unavailable(500));
        ask();

        assertThat(lab.lab().entra().count().counted()).isEqualTo(new TokenCount.Counted(4, 3, 3));
    }

    @Test
    void clockOfTheLabIsInTheAnswersDate() throws Exception {
        lab.lab().clock().shiftTo(Duration.ofMinutes(-20));

        String date = raw().headers().firstValue("Date").orElseThrow();

        Instant told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(Duration.between(told, Instant.now()))
                .isBetween(Duration.ofMinutes(19), Duration.ofMinutes(21));
    }

    @Test
    void planHasABound() {
        IntStream.range(0, 1000).forEach(_ -> faults.once(new EntraFault.Drop()));

        assertThatThrownBy(() -> faults.once(new EntraFault.Drop()))
                .isInstanceOf(IllegalStateException.class);
    }

    private RunningLab.Reply ask() throws IOException, InterruptedException {
        return lab.token(TENANT, rightForm());
    }

    private RunningLab.Reply asked() {
        try {
            return ask();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> raw() throws Exception {
        try (var client = lab.newClient()) {
            return client.send(
                    lab.post(TENANT, rightForm()).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
