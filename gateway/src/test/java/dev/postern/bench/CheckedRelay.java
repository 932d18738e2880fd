package dev.postern.bench;

import dev.postern.lab.tls.Authority;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The relays once more, with clients and a next server of our own: these speak TLS and want
/// passwords, and compare every body that arrives with the one that was sent. For one thread.
final class CheckedRelay {

    private static final Duration ARRIVAL_MAX = Duration.ofMinutes(4);
    private static final double NANOS = 1e9;
    private static final int USUAL = 4_000;

    private final Workbench bench;
    private final Figures figures;
    private final int messages;
    private final int warming;
    private final Authority authority = Authority.create(new SecureRandom(), Instant.now());
    private final Letter usual = new Letter(USUAL);
    private int number = 1;

    /// @param messages of the waves in the clear; those with TLS have half of them
    /// @param warming half as many go through before
    CheckedRelay(Workbench bench, int messages, int warming) {
        this.bench = bench;
        this.figures = bench.figures();
        this.messages = Math.max(RelayBench.CLIENTS, messages / 2);
        this.warming = warming / 2;
    }

    /// No relay: the clients hand in at the next server.
    void ceiling() throws IOException, InterruptedException {
        try (NextHop hop = NextHop.secured(authority)) {
            RelayPeer.Account account = new RelayPeer.Account(NextHop.USER, NextHop.PASSWORD);
            Postman.Door door = secured(hop.port(), account);
            figures.add("relay.tls", "ceiling", speed(door, hop, false), "messages/s");
            figures.add("relay.tls.kept", "ceiling", speed(door, hop, true), "messages/s");
        }
    }

    /// STARTTLS and passwords on both sides.
    void secured(RelayPeer peer) throws IOException, InterruptedException {
        try (NextHop hop = NextHop.secured(authority);
                RelayPeer.Running relay =
                        peer.start(bench.fresh(), RelayPeer.Next.secured(hop.port(), authority))) {
            Postman.Door door = secured(relay.port(), relay.account());
            wave(new Mailer(door, RelayBench.CLIENTS, false), hop, usual, warming);
            measure("relay.tls", peer, relay, door, hop);
            measure("relay.tls.kept", peer, relay, door, hop);
        }
    }

    private void measure(
            String what, RelayPeer peer, RelayPeer.Running relay, Postman.Door door, NextHop hop)
            throws IOException, InterruptedException {
        Duration before = Cost.of(relay.processes()).cpu();
        double speed = speed(door, hop, what.endsWith(".kept"));
        double cpu = Cost.of(relay.processes()).cpu().minus(before).toMillis();
        figures.add(what, peer.name(), speed, "messages/s");
        figures.add(what + ".cpu", peer.name(), cpu / messages, "ms each");
    }

    /// In the clear, of each size: nothing is measured.
    void clear(RelayPeer peer) throws IOException, InterruptedException {
        try (NextHop hop = NextHop.clear();
                RelayPeer.Running relay =
                        peer.start(bench.fresh(), RelayPeer.Next.clear(hop.port()))) {
            Postman.Door door = new Postman.Door(relay.port(), Optional.empty(), relay.account());
            Mailer mailer = new Mailer(door, RelayBench.CLIENTS, true);
            wave(mailer, hop, new Letter(1_000), messages);
            wave(mailer, hop, usual, messages);
            wave(mailer, hop, new Letter(100_000), messages / 5);
            wave(mailer, hop, new Letter(5_000_000), RelayBench.CLIENTS);
            figures.note("%s passed on all bodies of 1 kB to 5 MB as they were", peer.name());
        }
    }

    private Postman.Door secured(int port, RelayPeer.Account account) {
        return new Postman.Door(port, Optional.of(authority.clientContext()), account);
    }

    private double speed(Postman.Door door, NextHop hop, boolean kept)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        wave(new Mailer(door, RelayBench.CLIENTS, kept), hop, usual, messages);
        return messages * NANOS / (System.nanoTime() - begun);
    }

    private void wave(Mailer mailer, NextHop hop, Letter letter, int count)
            throws IOException, InterruptedException {
        int first = number;
        number += count;
        mailer.send(letter, first, count);
        List<Long> arrived = hop.await(count, ARRIVAL_MAX);
        if (!arrived.equals(letter.checksums(first, count))) {
            throw new IOException("what arrived is not what was sent");
        }
    }
}
