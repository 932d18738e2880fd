package dev.postern.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.doctor.Listing.Word;
import dev.postern.token.Mark;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Graph's answers are read as; the way there is walked by `app.CheckTest`.
class ListingReaderTest {

    private static final String THUMBPRINT = "000102030405060708090A0B0C0D0E0F10111213";

    private static Word of(Mark mark, String body) {
        return ListingReader.read(200, body).of(mark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000102030405060708090A0B0C0D0E0F10111213",
                "000102030405060708090a0b0c0d0e0f10111213",
                "AAECAwQFBgcICQoLDA0ODxAREhM=",
                "MDAwMTAyMDMwNDA1MDYwNzA4MDkwQTBCMEMwRDBFMEYxMDExMTIxMw=="
            })
    void thumbprintIsReadInEachFormThatHasBeenSeen(String identifier) {
        String body =
                """
                {"passwordCredentials": [],
                 "keyCredentials": [{"customKeyIdentifier": "%s",
                                     "endDateTime": "2027-06-30T10:00:00.1234567Z"}]}
                """
                        .formatted(identifier);

        assertThat(of(new Mark.Thumbprint(THUMBPRINT), body))
                .isEqualTo(new Word.Ends(Instant.parse("2027-06-30T10:00:00.123456700Z")));
    }

    @Test
    void secretWithoutHintCouldBeAny() {
        String body =
                """
                {"passwordCredentials": [{"hint": null, "endDateTime": "2027-06-30T10:00:00Z"}]}
                """;

        assertThat(of(new Mark.Beginning("abc"), body)).isInstanceOf(Word.Silence.class);
    }

    @Test
    void whatHasNoEndOrIsNoListIsPassedOver() {
        assertThat(
                        of(
                                new Mark.Beginning("abc"),
                                "{\"passwordCredentials\": [{\"hint\": \"abc\"}]}"))
                .isEqualTo(new Word.Missing());
        assertThat(ListingReader.read(200, "<html>")).isInstanceOf(Listing.Withheld.class);
    }

    @ParameterizedTest
    @CsvSource({"401, Application.Read.All", "403, Application.Read.All", "404, another tenant"})
    void whoIsRefusedIsToldWhy(int status, String word) {
        assertThat(ListingReader.read(status, ""))
                .isInstanceOfSatisfying(
                        Listing.Withheld.class, no -> assertThat(no.why()).contains(word));
    }

    @Test
    void whoIsNotHeardMayBeAnotherTime() {
        assertThat(ListingReader.read(503, ""))
                .isInstanceOfSatisfying(
                        Listing.Unheard.class, no -> assertThat(no.why()).contains("503"));
    }
}
