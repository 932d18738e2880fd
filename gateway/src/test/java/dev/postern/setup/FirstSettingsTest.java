package dev.postern.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.setup.FirstSettings.Job;
import dev.postern.setup.FirstSettings.Keeping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstSettingsTest {

    @TempDir private Path folder;

    @Test
    void everyCombinationIsAValidConfiguration() throws IOException {
        for (Job job : Job.values()) {
            for (Keeping keeping :
                    List.of(new Keeping.SecretVariable("SECRET"), new Keeping.Managed())) {
                for (Optional<String> client :
                        List.of(
                                Optional.<String>empty(),
                                Optional.of("11111111-1111-1111-1111-111111111111"))) {
                    String yaml =
                            new FirstSettings(
                                            job,
                                            "example.cz",
                                            client,
                                            keeping,
                                            "o'brien@example.cz",
                                            folder.toString(),
                                            folder.toString())
                                    .yaml();
                    assertThat(Scene.settings(folder, yaml).tenants()).containsOnlyKeys("main");
                }
            }
        }
    }

    @Test
    void collectedMailMayGoToAWebhook() throws IOException {
        String yaml =
                new FirstSettings(
                                Job.COLLECT,
                                "example.cz",
                                Optional.empty(),
                                new Keeping.SecretVariable("SECRET"),
                                "razr@example.cz",
                                "https://app.example.cz/mail",
                                folder.toString())
                        .yaml();
        assertThat(yaml).contains("webhook").contains("`postern setup` writes the script");
        assertThat(Scene.settings(folder, yaml).collect()).containsOnlyKeys("inbox");
    }
}
