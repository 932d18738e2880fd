package dev.postern.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/// A target of `bench/fuzz`: whatever a load balancer says first is a header, which is read and not
/// an octet more, or fails as documented.
public final class ProxyHeaderFuzz {

    private ProxyHeaderFuzz() {}

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        try {
            ProxyHeader header = ProxyHeader.read(in);
            int length = (input[14] & 0xff) << 8 | (input[15] & 0xff);
            assertThat(in.available()).isEqualTo(input.length - 16 - length);
            header.client()
                    .ifPresent(client ->
                            assertThat(client.getAddress().length)
                                    .isIn(4, input[13] == 0x21 ? 16 : 4));
        } catch (IOException e) {
            assertThat(e.getMessage()).startsWith("the proxy ");
        }
    }
}
