package dev.postern.lab.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    private static final String RAZR = "/tenants/example/exchange/mailboxes/razr@example.cz";

    private final WorldFormat format = new WorldFormat();
    private final Directory directory = new Directory(format, format.demo());

    @Test
    void patchChangesOnlyWhatItNames() throws Exception {
        directory.patch(RAZR, "{imap: false}");

        Exchange.Mailbox mailbox = mailbox();
        assertThat(mailbox.imap()).isFalse();
        assertThat(mailbox.pop3()).isTrue();
        assertThat(mailbox.fullAccess()).containsExactly("gateway", "machine");
    }

    @Test
    void nullInAPatchSetsBackToTheDefault() throws Exception {
        directory.patch(RAZR, "{imap: false, full-access: null}");
        directory.patch(RAZR, "{imap: null}");

        assertThat(mailbox().imap()).isTrue();
        assertThat(mailbox().fullAccess()).isEmpty();
    }

    @Test
    void putReplacesAll() throws Exception {
        directory.put(RAZR, "{pop3: false}");

        assertThat(mailbox().pop3()).isFalse();
        assertThat(mailbox().fullAccess()).isEmpty();
    }

    @Test
    void newThingIsMadeByPut() throws Exception {
        directory.put(
                "/tenants/example/exchange/mailboxes/new@example.cz", "{full-access: [gateway]}");

        assertThat(exchange().mailbox("new@example.cz")).isPresent();
    }

    @Test
    void removedThingIsGone() throws Exception {
        directory.remove(RAZR);

        assertThat(exchange().mailbox("razr@example.cz")).isEmpty();
        assertThat(directory.read(RAZR).isMissingNode()).isTrue();
    }

    @Test
    void worldThatMakesNoSenseDoesNotComeToBe() {
        World before = directory.world();

        assertThatThrownBy(() -> directory.patch(RAZR, "{full-access: [nobody]}"))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("nobody");

        assertThat(directory.world()).isSameAs(before);
    }

    @Test
    void placeThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> directory.patch("/tenants/moon/apps/x", "{kind: public}"))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("there is nothing at /tenants/moon/apps");
        assertThatThrownBy(() -> directory.patch("no-path", "{}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void snapshotStaysAsItWas() throws Exception {
        World before = directory.world();
        directory.patch(RAZR, "{imap: false}");

        assertThat(before.tenants().get("example").exchange().mailbox("razr@example.cz"))
                .hasValueSatisfying(mailbox -> assertThat(mailbox.imap()).isTrue());
    }

    @Test
    void noChangeIsLostAmongMany() throws Exception {
        List<Callable<String>> changes =
                IntStream.range(0, 40)
                        .<Callable<String>>mapToObj(i ->
                                () -> {
                                    directory.put(
                                            "/tenants/example/exchange/mailboxes/m"
                                                    + i
                                                    + "@example.cz",
                                            "{}");
                                    return "";
                                })
                        .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var change : threads.invokeAll(changes)) {
                change.get();
            }
        }

        assertThat(exchange().mailboxes()).hasSize(43);
    }

    private Exchange exchange() {
        return directory.world().tenants().get("example").exchange();
    }

    private Exchange.Mailbox mailbox() {
        return exchange().mailbox("razr@example.cz").orElseThrow();
    }
}
