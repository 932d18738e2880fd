package dev.postern.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionsTest {

    @Test
    void keywordsHaveNoCase() {
        Extensions extensions = Extensions.of(List.of("size 1000", "auth login Plain", "dsn "));
        assertThat(extensions.has("SIZE")).isTrue();
        assertThat(extensions.has("DSN")).isTrue();
        assertThat(extensions.has("PIPELINING")).isFalse();
        assertThat(extensions.mechanisms()).containsExactly("LOGIN", "PLAIN");
        assertThat(extensions).hasToString("AUTH, DSN, SIZE");
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE 1000, 1000",
        "SIZE, -1",
        "SIZE 0, -1",
        "SIZE lots, -1",
        "SIZE 99999999999999999999, -1",
        "HELP, -1"
    })
    void onlyASizeIsASize(String line, long size) {
        assertThat(Extensions.of(List.of(line)).sizeMax())
                .isEqualTo(size < 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }
}
