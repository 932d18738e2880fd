package dev.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.config.Configuration;
import dev.postern.config.Settings;
import dev.postern.doctor.Listing;
import dev.postern.lab.Lab;
import dev.postern.lab.LabClock;
import dev.postern.lab.LabSettings;
import dev.postern.token.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entra is asked once a day, and its refusals change nothing.
@Tag("slow")
class ListingsTest {

    private static final String SECRET = "/tenants/example/apps/gateway/credentials/secrets/main";
    private static final Mark OURS = new Mark.Beginning("lab");
    private static final Instant FIRST = Instant.parse("2098-01-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2098-02-02T00:00:00Z");

    @TempDir Path folder;
    private Lab lab;
    private final LabClock clock = new LabClock(InstantSource.system());
    private Listings listings;

    @BeforeEach
    void start() throws Exception {
        lab = Lab.start(LabSettings.free(folder));
        lab.directory().patch(SECRET, "expires: " + FIRST);
        listings = new Listings(QuietWorld.at(clock));
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void entraIsAskedOnceADay() throws Exception {
        listings.renew(settings(""));
        lab.directory().patch(SECRET, "expires: " + SECOND);

        clock.advance(Duration.ofHours(23));
        listings.renew(settings(""));
        assertThat(said()).isEqualTo(new Listing.Word.Ends(FIRST));

        clock.advance(Duration.ofHours(1));
        listings.renew(settings(""));
        assertThat(said()).isEqualTo(new Listing.Word.Ends(SECOND));
    }

    @Test
    void changedTenantIsAskedForAtOnceAndWhoIsGoneIsForgotten() throws Exception {
        listings.renew(settings(""));
        lab.directory().patch(SECRET, "expires: " + SECOND);

        listings.renew(settings("    next-credential: {secret: other}\n"));
        assertThat(said()).isEqualTo(new Listing.Word.Ends(SECOND));

        listings.renew(settings("    expiry-from-graph: false\n"));
        assertThat(listings.of("lab")).isEqualTo(new Listing.NotAsked());
        assertThat(listings.of("another")).isEqualTo(new Listing.NotAsked());
    }

    @Test
    void refusalIsAnAnswer() throws Exception {
        lab.directory().patch("/tenants/example/apps/gateway/roles", "{graph: [Mail.Send]}");
        listings.renew(settings(""));
        assertThat(listings.of("lab"))
                .isInstanceOfSatisfying(
                        Listing.Withheld.class,
                        no -> assertThat(no.why()).contains("Application.Read.All"));

        listings.renew(settings("    next-credential: {secret: other}\n", "lab-secret", "wrong"));
        assertThat(listings.of("lab")).isInstanceOf(Listing.Withheld.class);
    }

    private Listing.Word said() {
        return listings.of("lab").of(OURS);
    }

    private Settings settings(String more, String... edit) throws IOException {
        String yaml = "data: .\n" + LabYaml.tenant(lab.started()) + more;
        if (edit.length > 0) {
            yaml = yaml.replace(edit[0], edit[1]);
        }
        Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
        return ((Configuration.Valid) Configuration.load(file)).settings();
    }
}
