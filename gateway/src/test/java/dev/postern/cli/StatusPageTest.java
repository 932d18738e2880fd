package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.control.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPageTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final List<String> lines = new ArrayList<>();

    private static Instant ago(Duration time) {
        return NOW.minus(time);
    }

    private List<String> printed(ServiceStatus status) {
        new StatusPage(lines::add).print(status);
        return lines;
    }

    private static ServiceStatus well() {
        return new ServiceStatus(
                NOW,
                "1.0",
                4711,
                ago(Duration.ofDays(3)),
                true,
                List.of(
                        new ServiceStatus.Mailbox(
                                "requests",
                                "listening",
                                Optional.of(ago(Duration.ofSeconds(12))),
                                12,
                                false,
                                NOW.plus(Duration.ofMinutes(4)),
                                0,
                                Optional.empty(),
                                0)),
                List.of(new ServiceStatus.Listener("0.0.0.0:587", 12, 3)),
                List.of(new ServiceStatus.Destination("inbox", "up", 0, 0, Optional.empty())),
                List.of(
                        new ServiceStatus.Token(
                                "contoso",
                                "https://outlook.office365.com/.default",
                                Optional.of(NOW.plus(Duration.ofMinutes(55))),
                                Optional.of(Instant.parse("2027-07-01T00:00:00Z")),
                                Optional.empty())),
                Map.of("delivered", 120L),
                0,
                Optional.empty(),
                List.of());
    }

    @Test
    void everythingIsInTablesWhenAllIsWell() {
        assertThat(printed(well()))
                .containsExactly(
                        "postern 1.0, process 4711, running for 3 days: all is well",
                        "",
                        "MAILBOX              STATE      LAST SUCCESS     NEXT VISIT     LEFT",
                        "requests             listening      12 s ago       in 4 min        0",
                        "",
                        "LISTENER                            SESSIONS    TURNED AWAY",
                        "0.0.0.0:587                               12              3",
                        "",
                        "DESTINATION          STATE           WAITING         PARKED",
                        "inbox                up                    0              0",
                        "",
                        "TENANT                            TOKEN ENDS    SECRET ENDS",
                        "contoso                            in 55 min     2027-06-30",
                        "",
                        "QUEUE  120 delivered");
    }

    @Test
    void troubleStandsBelowItsLineAndIsBrokenBetweenWords() {
        String words = "the server refused the sign-in: ".repeat(8).strip();
        ServiceStatus well = well();
        ServiceStatus.Mailbox silent =
                new ServiceStatus.Mailbox(
                        "requests",
                        "waiting",
                        Optional.empty(),
                        900,
                        true,
                        NOW.minus(Duration.ofSeconds(1)),
                        3,
                        Optional.of(words),
                        7);
        ServiceStatus ill =
                new ServiceStatus(
                        NOW,
                        "1.0",
                        4711,
                        ago(Duration.ofMinutes(20)),
                        false,
                        List.of(silent),
                        List.of(),
                        well.destinations(),
                        List.of(),
                        Map.of("waiting", 3L, "parked", 1L),
                        2,
                        Optional.of(ago(Duration.ofHours(5))),
                        List.of(
                                new ServiceStatus.Alarm(
                                        "mailbox requests silent",
                                        "First line.\nSecond line.",
                                        ago(Duration.ofSeconds(30)))));

        List<String> page = printed(ill);

        assertThat(page.getFirst()).endsWith("running for 20 min: A PERSON MUST ACT");
        assertThat(page)
                .containsSequence(
                        "ALARM  mailbox requests silent, for 30 s",
                        "    First line.",
                        "    Second line.")
                .contains("requests             SILENT            never            now        7")
                .contains(
                        "QUEUE  1 parked, 3 waiting; the oldest has waited for 5 h; 2 may have arrived twice")
                .anyMatch(line -> line.startsWith("    failed 3 times: the server refused"))
                .allMatch(line -> line.length() <= StatusPage.WIDTH);
    }
}
