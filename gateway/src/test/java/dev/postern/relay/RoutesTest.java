package dev.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.account.AddressPattern;
import dev.postern.protocol.mail.AddrSpec;
import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Recipient;
import dev.postern.queue.Shipment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private static final Route HVE =
            route(List.of(), List.of("internal"), List.of(), Route.Size.ANY, "hve", "exchange");
    private static final Route SHOP =
            route(List.of("*@shop.example.cz"), List.of(), List.of(), Route.Size.ANY, "acs");
    private static final Route LARGE =
            route(
                    List.of(),
                    List.of(),
                    List.of(),
                    new Route.Size(4_000_000, Long.MAX_VALUE),
                    "smtp");
    private static final Route ERP =
            route(List.of(), List.of("partner.example"), List.of("ERP"), Route.Size.ANY, "graph");
    private static final Route REST =
            route(List.of(), List.of(), List.of(), Route.Size.ANY, "acs", "exchange");

    private final Routes routes =
            new Routes(List.of(HVE, SHOP, LARGE, ERP, REST), Set.of("Example.cz"));

    private static Route route(
            List<String> senders,
            List<String> recipients,
            List<String> accounts,
            Route.Size size,
            String... to) {
        return new Route(
                new Route.When(
                        senders.stream().map(AddressPattern::new).toList(),
                        Route.Recipients.of(recipients),
                        accounts,
                        size),
                List.of(to));
    }

    private static Envelope envelope(String sender, String... recipients) {
        return new Envelope(
                AddrSpec.parse(sender),
                Stream.of(recipients).map(AddrSpec::of).map(Recipient::of).toList(),
                Envelope.Options.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "a@example.cz,      b@EXAMPLE.CZ,       '',  100,     hve",
        "a@example.cz,      b@sub.example.cz,   '',  100,     acs",
        "a@shop.example.cz, b@contoso.com,      '',  9000000, acs",
        "a@example.cz,      b@contoso.com,      '',  4000000, acs",
        "a@example.cz,      b@contoso.com,      '',  4000001, smtp",
        "a@example.cz,      b@partner.example,  erp, 100,     graph",
        "a@example.cz,      b@partner.example,  '',  100,     acs",
        "'',                b@contoso.com,      '',  100,     acs",
    })
    void firstRouteThatMatchesIsTaken(
            String sender, String recipient, String account, long size, String way) {
        assertThat(routes.shipments(envelope(sender, recipient), account, size).orElseThrow())
                .singleElement()
                .satisfies(shipment -> assertThat(shipment.ways().getFirst()).isEqualTo(way));
    }

    @Test
    void recipientsOfTheSameWaysGoTogether() {
        Envelope envelope =
                envelope("a@example.cz", "b@contoso.com", "c@example.cz", "d@fabrikam.com");

        assertThat(routes.shipments(envelope, "", 100).orElseThrow())
                .containsExactly(
                        new Shipment(List.of("acs", "exchange"), List.of(0, 2)),
                        new Shipment(List.of("hve", "exchange"), List.of(1)));
    }

    @Test
    void messageIsNotTakenForSomeOfItsRecipientsOnly() {
        Routes inside = new Routes(List.of(HVE), Set.of("example.cz"));

        assertThat(inside.shipments(envelope("", "a@example.cz", "b@contoso.com"), "", 1))
                .isEmpty();
        assertThat(
                        inside.reaches(
                                new Routes.Origin(Optional.empty(), ""),
                                AddrSpec.of("a@example.cz")))
                .isTrue();
        assertThat(
                        inside.reaches(
                                new Routes.Origin(Optional.empty(), ""),
                                AddrSpec.of("b@contoso.com")))
                .isFalse();
    }

    @Test
    void reportGoesByTheRouteOfSomebodyElseRatherThanNowhere() {
        Routes shop = new Routes(List.of(SHOP, ERP), Set.of());
        Envelope report = envelope("", "a@shop.example.cz");

        assertThat(shop.shipments(report, "", 100)).isEmpty();
        assertThat(shop.reportShipments(report, 100).orElseThrow())
                .containsExactly(new Shipment(List.of("acs"), List.of(0)));
        assertThat(new Routes(List.of(ERP), Set.of()).reportShipments(report, 100)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a@", "@", "a@b@c d", "*a@example.cz ", "two words", "<a@b.cz>"})
    void patternThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> new AddressPattern(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no pattern");
    }

    @ParameterizedTest
    @CsvSource({
        "*,              a@example.cz,     true",
        "@example.cz,    a@example.cz,     true",
        "*@EXAMPLE.cz,   a@example.CZ,     true",
        "example.cz,     a@example.cz,     true",
        "A@example.cz,   a@example.cz,     true",
        "aa@example.cz,  a@example.cz,     false",
        "a@example.cz,   aa@example.cz,    false",
        "*@example.cz,   a@x.example.cz,   false",
        "*@example.cz,   a@xexample.cz,    false",
        "example.cz,     example.cz@a.com, false",
    })
    void patternMatchesWhatItSays(String pattern, String address, boolean matches) {
        assertThat(new AddressPattern(pattern).matches(AddrSpec.of(address))).isEqualTo(matches);
    }
}
