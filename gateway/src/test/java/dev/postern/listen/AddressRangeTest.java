package dev.postern.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.20.0.0, 16, 10.20.255.1, true",
        "10.20.0.0, 16, 10.21.0.0, false",
        "10.20.16.0, 20, 10.20.31.255, true",
        "10.20.16.0, 20, 10.20.32.0, false",
        "192.0.2.4, 32, 192.0.2.4, true",
        "192.0.2.4, 32, 192.0.2.5, false",
        "0.0.0.0, 0, 192.0.2.5, true",
        "0.0.0.0, 0, ::1, false",
        "::1, 128, ::1, true",
        "fd00::, 8, fdff::1, true",
        "fd00::, 8, fe00::1, false",
        "10.20.0.0, 16, ::ffff:10.20.3.4, true"
    })
    void aRangeHoldsItsAddressesAndNoOther(
            String first, int prefix, String address, boolean holds) {
        assertThat(
                        new AddressRange(InetAddress.ofLiteral(first), prefix)
                                .contains(InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }
}
