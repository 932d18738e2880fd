package dev.postern.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternalDateTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'17-Jul-1996 02:44:25 -0700', 1996-07-17T09:44:25Z",
                "' 1-jan-2026 00:00:00 +0100', 2025-12-31T23:00:00Z",
                "'1-DEC-2026 23:59:60 +0000', 2026-12-01T23:59:59Z",
                "'29-Feb-2028 12:00:00 +0545', 2028-02-29T06:15:00Z"
            })
    void datesAreRead(String text, Instant expected) {
        assertThat(InternalDate.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17-Jul-1996",
                "31-Feb-2026 00:00:00 +0000",
                "17-Xyz-1996 02:44:25 -0700",
                "17-anF-1996 02:44:25 -0700",
                "17-Jul-1996 02:44:25 +9900",
                "17-Jul-1996 2:44:25  -0700",
                "17/Jul/1996 02:44:25 -0700",
                "-7-Jul-1996 02:44:25 -0700"
            })
    void whatIsNoDateIsAbsent(String text) {
        assertThat(InternalDate.parse(text)).isEmpty();
    }
}
