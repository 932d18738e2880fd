package dev.postern.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

public class ProxyHeaderTest {

    /// A header with this block of addresses.
    public static byte[] header(int versionAndCommand, int family, int... block) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
        header.write(versionAndCommand);
        header.write(family);
        header.write(block.length >> 8);
        header.write(block.length);
        for (int octet : block) {
            header.write(octet);
        }
        return header.toByteArray();
    }

    @Test
    void theClientIsTheSourceAddress() throws IOException {
        byte[] four = header(0x21, 0x11, 192, 0, 2, 7, 127, 0, 0, 1, 1, 2, 2, 75, 9, 9, 9);
        assertThat(read(four).client()).contains(InetAddress.ofLiteral("192.0.2.7"));
        int[] addresses = new int[36];
        addresses[0] = 0x20;
        addresses[1] = 0x01;
        addresses[15] = 1;
        assertThat(read(header(0x21, 0x21, addresses)).client())
                .contains(InetAddress.ofLiteral("2001::1"));
    }

    @Test
    void notAnOctetMoreIsRead() throws IOException {
        ByteArrayInputStream in =
                new ByteArrayInputStream(
                        concat(header(0x21, 0x11, 192, 0, 2, 7, 1, 1, 1, 1, 1, 2, 3, 4), "EHLO"));
        ProxyHeader.read(in);
        assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("EHLO");
    }

    @Test
    void theProxysOwnConnectionHasNoClient() throws IOException {
        assertThat(read(header(0x20, 0x00)).client()).isEmpty();
    }

    @Test
    void whatIsNoHeaderIsRefused() {
        assertThatThrownBy(() -> read("PROXY TCP4 192.0.2.7 192.0.2.8 1 2\r\n"))
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> read(header(0x11, 0x11))).hasMessageContaining("version");
        assertThatThrownBy(() -> read(header(0x22, 0x11))).hasMessageContaining("command");
        assertThatThrownBy(() -> read(header(0x21, 0x31))).hasMessageContaining("TCP");
        assertThatThrownBy(() -> read(header(0x21, 0x11, 1, 2, 3)))
                .hasMessageContaining("addresses");
        assertThatThrownBy(() -> read(header(0x21, 0x11, new int[3000])))
                .hasMessageContaining("too long");
    }

    @Property(tries = 500)
    void noOctetsAtAllMakeItFailInAnotherWay(@ForAll byte[] octets) {
        byte[] start = header(0x21, 0x11);
        byte[] whole = new byte[14 + octets.length];
        System.arraycopy(start, 0, whole, 0, 14);
        System.arraycopy(octets, 0, whole, 14, octets.length);
        try {
            assertThat(read(whole).client()).isPresent();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("proxy");
        }
    }

    private static byte[] concat(byte[] header, String text) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    private static ProxyHeader read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ProxyHeader read(byte[] octets) throws IOException {
        return ProxyHeader.read(new ByteArrayInputStream(octets));
    }
}
