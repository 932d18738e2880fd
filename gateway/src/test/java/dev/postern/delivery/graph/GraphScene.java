package dev.postern.delivery.graph;

import dev.postern.delivery.RestScene;
import dev.postern.delivery.http.TokenSignIn;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.token.Scope;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the lab's Graph is reached.
final class GraphScene {

    static final String NOREPLY = "noreply@example.cz";

    private GraphScene() {}

    static GraphSettings settings(RestScene scene, Optional<Path> drafts) {
        return new GraphSettings(
                URI.create(scene.lab.started().graph()),
                new TokenSignIn(
                        scene.tokens,
                        scene.tenant(),
                        new Scope("https://graph.microsoft.com/.default")),
                Optional.of(AddrSpec.of(NOREPLY)),
                Duration.ofSeconds(20),
                drafts);
    }
}
