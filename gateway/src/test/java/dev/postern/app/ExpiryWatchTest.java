package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.doctor.Listing;
import dev.postern.event.Event;
import dev.postern.lab.LabClock;
import dev.postern.token.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryWatchTest {

    @TempDir Path folder;
    private final List<Event> events = new ArrayList<>();
    private final LabClock clock = new LabClock(() -> Instant.parse("2027-01-01T00:00:00Z"));
    private final ExpiryWatch watch = new ExpiryWatch(events::add, clock);

    @Test
    void eachThresholdIsToldOnceAndTheOneBeforeIsOver() throws IOException {
        Settings settings = settings("{secret: x, expires: 2027-03-31}");

        watch.look(settings, ExpiryWatchTest::nobody);
        assertThat(events).isEmpty();

        clock.advance(Duration.ofDays(31));
        watch.look(settings, ExpiryWatchTest::nobody);
        watch.look(settings, ExpiryWatchTest::nobody);
        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactly("tenants.szr: client secret ends within 60 days");
        assertThat(((Event.AlarmRaised) events.getFirst()).text())
                .startsWith("The client secret is good until 2027-03-31 (59 days).")
                .contains("az ad app credential reset --id 11111111-1111-1111-1111-111111111111");
        events.clear();

        clock.advance(Duration.ofDays(30));
        watch.look(settings, ExpiryWatchTest::nobody);
        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactly(
                        "over tenants.szr: client secret ends within 60 days",
                        "tenants.szr: client secret ends within 30 days");
    }

    @Test
    void renewedSecretClearsTheAlarm() throws IOException {
        watch.look(settings("{secret: x, expires: 2026-12-31}"), ExpiryWatchTest::nobody);
        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactly("tenants.szr: client secret has ended");
        events.clear();

        watch.look(settings("{secret: x, expires: 2028-12-31}"), ExpiryWatchTest::nobody);
        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactly("over tenants.szr: client secret has ended");
    }

    @Test
    void nextCredentialIsWatchedAsWell() throws IOException {
        watch.look(
                settings(
                        "{secret: x, expires: 2028-12-31}\n    next-credential: {secret: y, expires: 2027-01-03}"),
                ExpiryWatchTest::nobody);

        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactly("tenants.szr: client secret ends within 7 days");
    }

    @Test
    void entraTellsWhatTheSettingsDoNot() throws IOException {
        watch.look(settings("{secret: x}"), entra("x", "2027-01-20T12:00:00Z"));

        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactly("tenants.szr: client secret ends within 30 days");
    }

    @Test
    void whatEntraSaysOfAnotherSecretIsNothingToThisOne() throws IOException {
        watch.look(settings("{secret: x}"), entra("y", "2027-01-20T12:00:00Z"));

        assertThat(events).isEmpty();
    }

    @Test
    void whereTheSettingsAreWrongAboutTheDayEntrasCountsAndBothAreTold() throws IOException {
        watch.look(
                settings("{secret: x, expires: 2028-12-31}"), entra("x", "2027-01-20T12:00:00Z"));

        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactlyInAnyOrder(
                        "tenants.szr: client secret ends within 30 days",
                        "tenants.szr: `expires` is not the day that Entra has");
        assertThat(events)
                .map(event -> ((Event.AlarmRaised) event).text())
                .anySatisfy(text -> assertThat(text).contains("2028-12-31", "2027-01-20"));
        events.clear();

        watch.look(
                settings("{secret: x, expires: 2027-01-20}"), entra("x", "2027-01-20T12:00:00Z"));
        assertThat(events.stream().map(ExpiryWatchTest::subject))
                .containsExactly("over tenants.szr: `expires` is not the day that Entra has");
    }

    private static Listing nobody(String tenant) {
        return new Listing.NotAsked();
    }

    private static Function<String, Listing> entra(String beginning, String end) {
        return _ ->
                new Listing.Listed(
                        List.of(
                                new Listing.Item(
                                        Listing.Kind.SECRET,
                                        new Mark.Beginning(beginning),
                                        Instant.parse(end))));
    }

    private static String subject(Event event) {
        return switch (event) {
            case Event.AlarmRaised(String subject, _) -> subject;
            case Event.AlarmCleared(String subject) -> "over " + subject;
            case Event other -> other.toString();
        };
    }

    private Settings settings(String credential) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("postern.yaml"),
                        """
                        data: .
                        tenants:
                          szr:
                            tenant-id: 22222222-2222-2222-2222-222222222222
                            client-id: 11111111-1111-1111-1111-111111111111
                            credential: %s
                        """
                                .formatted(credential));
        return ((Configuration.Valid) Configuration.load(file)).settings();
    }
}
