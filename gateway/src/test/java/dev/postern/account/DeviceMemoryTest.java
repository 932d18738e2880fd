package dev.postern.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.event.Event;
import dev.postern.protocol.mail.AddrSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of devices.
class DeviceMemoryTest {

    private static final Peer PRINTER = Gatehouse.peer(Gatehouse.HOME);

    @TempDir private Path folder;
    private Gatehouse gate;

    @BeforeEach
    void open() throws Exception {
        gate = new Gatehouse(new MemoryAccounts(), folder);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void deviceIsAddedUpOverTime() throws Exception {
        Instant first = gate.clock.instant();
        gate.devices.came(PRINTER, "Printer1");
        gate.devices.sent(PRINTER, "Printer1", AddrSpec.parse("a@example.cz"));
        gate.devices.flush();
        gate.clock.advance(Duration.ofHours(1));
        gate.devices.came(PRINTER, "printer1");
        gate.devices.sent(PRINTER, "printer1", AddrSpec.parse("b@example.cz"));
        gate.devices.sent(PRINTER, "printer1", AddrSpec.parse("a@example.cz"));
        gate.devices.refused(PRINTER, "printer1", "no\r\nroute");
        gate.devices.flush();

        assertThat(gate.store.devices())
                .containsExactly(
                        new Device(
                                new Device.Key("printer1", "10.20.0.5", "printer"),
                                new Device.Manner(
                                        "0.0.0.0:587",
                                        "ESMTPSA",
                                        Optional.of("TLSv1.2"),
                                        Optional.of("LOGIN")),
                                List.of("b@example.cz", "a@example.cz"),
                                new Device.Counts(2, 3, 1),
                                first,
                                gate.clock.instant(),
                                Optional.of("no  route")));
    }

    @Test
    void nothingIsWrittenBeforeItsTime() throws Exception {
        gate.devices.came(PRINTER, "");

        assertThat(gate.store.devices()).isEmpty();
        gate.devices.close();
        assertThat(gate.store.devices()).hasSize(1);
    }

    @Test
    void useOfAnAccountIsNoted() throws Exception {
        gate.add("printer1");
        gate.devices.came(PRINTER, "printer1");
        gate.devices.flush();

        assertThat(gate.store.accounts().getFirst().lastUsed()).contains(gate.clock.instant());
    }

    @Test
    void sendersOfADeviceAreBounded() throws Exception {
        for (int i = 0; i < 100; i++) {
            gate.devices.sent(PRINTER, "", AddrSpec.parse("a" + i + "@example.cz"));
        }
        gate.devices.sent(PRINTER, "", Optional.empty());
        gate.devices.flush();

        assertThat(gate.store.devices().getFirst().senders())
                .hasSize(Device.SENDERS_MAX)
                .endsWith("a99@example.cz", "<>");
    }

    @Test
    void whatCannotBeWrittenIsKeptAndWrittenLater() throws Exception {
        MemoryAccounts store = new MemoryAccounts();
        List<Event> events = new ArrayList<>();
        DeviceMemory memory = DeviceMemory.open(store, events::add, gate.clock);
        store.broken = true;
        memory.came(PRINTER, "printer1");
        memory.flush();
        memory.came(PRINTER, "printer1");
        store.broken = false;
        memory.flush();

        assertThat(store.devices())
                .singleElement()
                .satisfies(device -> assertThat(device.counts().visits()).isEqualTo(2));
        assertThat(events)
                .hasExactlyElementsOfTypes(Event.AlarmRaised.class, Event.AlarmCleared.class);
        memory.close();
    }
}
