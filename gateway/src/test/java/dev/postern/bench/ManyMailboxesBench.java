package dev.postern.bench;

import dev.postern.bench.Race.Entry;
import dev.postern.collector.Assignment;
import dev.postern.collector.MailboxPlan;
import dev.postern.collector.MailboxPlan.After;
import dev.postern.collector.Server.Protocol;
import dev.postern.peers.Dovecot;
import dev.postern.peers.Installation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One round of many mailboxes with few messages each, from nothing: Postern's collector with a
/// session for each, which begin 20 ms apart, beside a process for each mailbox.
record ManyMailboxesBench(Workbench bench, Dovecot dovecot) {

    private static final String WHAT = "collect.mailboxes";
    private static final String TOKEN = "token-of-all";
    private static final int EACH = 50;
    private static final Stock.Sizes SIZES = new Stock.Sizes(1_000, 4_000);

    void run() throws IOException, InterruptedException {
        List<String> users =
                IntStream.range(0, bench.number(3, 200, 50))
                        .mapToObj("mailbox-%d@example.cz"::formatted)
                        .toList();
        dovecot.permit(TOKEN, users.getFirst());
        Stock stock = Stock.into(dovecot, users, EACH, SIZES);
        bench.figures().note("%d mailboxes: %d messages", users.size(), stock.messages());
        PosternContender postern =
                new PosternContender(
                        users.stream().map(this::assignment).toList(),
                        TOKEN,
                        stock.messages(),
                        Optional.of(Installation.Into.FOLDER));
        new Race(bench, stock, bench.number(1, 3, 1), false)
                .run(
                        new Entry(WHAT, postern),
                        new Entry(WHAT, ManyMailboxes.mbsync(dovecot, users)));
        bench.figures().ratio(WHAT, "mbsync");
        bench.figures().ratioOfLess(WHAT + ".cpu", "mbsync");
    }

    private Assignment assignment(String user) {
        Assignment usual =
                Installation.assignment(
                        Protocol.IMAP, dovecot.imap(), dovecot.trust(), user, new After.Keep());
        MailboxPlan plan = usual.plan();
        return new Assignment(
                new MailboxPlan(
                        user,
                        plan.address(),
                        plan.folder(),
                        plan.after(),
                        plan.start(),
                        plan.destinations(),
                        plan.rhythm(),
                        plan.bounds()),
                usual.server());
    }
}
