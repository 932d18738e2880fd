package dev.postern.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.doctor.Listing.Kind;
import dev.postern.doctor.Listing.Word;
import dev.postern.token.Credential;
import dev.postern.token.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static final Instant SUMMER = Instant.parse("2027-06-30T10:00:00Z");
    private static final Instant WINTER = Instant.parse("2027-12-31T10:00:00Z");

    private static Mark begins(String text) {
        return new Mark.Beginning(text);
    }

    private static Listing.Item secret(String beginning, Instant end) {
        return new Listing.Item(Kind.SECRET, begins(beginning), end);
    }

    private static Listing listed(Listing.Item... items) {
        return new Listing.Listed(List.of(items));
    }

    private static Validity validity(Optional<Expiry> end, Listing listing) {
        return Validity.of(
                new Validity.Held(
                        "client secret",
                        end,
                        false,
                        new Credential.ClientSecret(() -> "abc8Q~the-rest-of-it")),
                listing);
    }

    private static Optional<Expiry> until(Instant end) {
        return Optional.of(new Expiry("client secret", Optional.empty(), end));
    }

    @Test
    void secretsAreToldApartByTheirBeginning() {
        Listing listing = listed(secret("xyz", SUMMER), secret("abc", WINTER));

        assertThat(listing.of(begins("abc"))).isEqualTo(new Word.Ends(WINTER));
        assertThat(listing.of(begins("xyz"))).isEqualTo(new Word.Ends(SUMMER));
        assertThat(listing.of(begins("Abc"))).isEqualTo(new Word.Missing());
    }

    @Test
    void certificateIsNoSecret() {
        String hex = "0123456789ABCDEF0123456789ABCDEF01234567";
        Listing listing =
                listed(
                        secret("abc", SUMMER),
                        new Listing.Item(Kind.CERTIFICATE, new Mark.Thumbprint(hex), WINTER));

        assertThat(listing.of(new Mark.Thumbprint(hex))).isEqualTo(new Word.Ends(WINTER));
        assertThat(listing.of(new Mark.Thumbprint("F" + hex.substring(1))))
                .isEqualTo(new Word.Missing());
    }

    @Test
    void whereItCannotBeToldNothingIsSaid() {
        assertThat(listed(secret("abc", SUMMER), secret("abc", WINTER)).of(begins("abc")))
                .isInstanceOfSatisfying(
                        Word.Silence.class, no -> assertThat(no.why()).contains("begin alike"));
        assertThat(listed(new Listing.Item(Kind.SECRET, new Mark.None(), SUMMER)).of(begins("abc")))
                .isInstanceOf(Word.Silence.class);
        assertThat(listed(secret("abc", SUMMER)).of(new Mark.None()))
                .isEqualTo(new Word.Silence(""));
    }

    @Test
    void dayBesideTheOtherIsNoDifference() {
        Listing listing = listed(secret("abc", SUMMER));

        assertThat(validity(until(Instant.parse("2027-07-02T00:00:00Z")), listing).difference())
                .isEmpty();
        assertThat(validity(until(Instant.parse("2027-07-03T00:00:00Z")), listing).difference())
                .hasValueSatisfying(finding ->
                        assertThat(finding.meaning()).contains("2027-07-02", "2027-06-30"));
        assertThat(validity(Optional.empty(), listing).difference()).isEmpty();
    }

    @Test
    void entrasDayCountsAndWithoutOneTheSettingsDo() {
        assertThat(validity(until(WINTER), listed(secret("abc", SUMMER))).expiry())
                .isEqualTo(until(SUMMER));
        assertThat(validity(until(WINTER), new Listing.Withheld("no")).expiry())
                .isEqualTo(until(WINTER));
        assertThat(validity(Optional.empty(), new Listing.Withheld("no")).unknown())
                .endsWith("; no");
    }

    @Test
    void nothingOfASecretIsShown() {
        Validity validity = validity(until(WINTER), listed(secret("abc", SUMMER)));

        assertThat(listed(secret("abc", SUMMER)).toString() + validity + begins("abc"))
                .doesNotContain("abc");
    }
}
