package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class HttpBoundsTest {

    @Test
    void whatTheCommandLineHasNotBoundIsBound() {
        Properties system = new Properties();
        system.setProperty("sun.net.httpserver.maxReqTime", "60");
        HttpBounds.set(system);
        assertThat(system)
                .containsEntry("sun.net.httpserver.maxReqTime", "60")
                .containsEntry("sun.net.httpserver.maxRspTime", "300")
                .containsEntry("jdk.httpserver.maxConnections", "6000");
    }
}
