package dev.postern.delivery.mime;

import dev.postern.delivery.mime.MessageParts.Correspondent;
import dev.postern.delivery.mime.MessageParts.Head;
import dev.postern.protocol.mail.AddrSpec;
import java.util.ArrayList;
import java.util.List;

/// Whom a hand-over is for, as a mail service by HTTP is told.
///
/// @param dropped whether the header names somebody else as well, who is left out
public record Recipients(
        List<Correspondent> to, List<Correspondent> cc, List<Correspondent> bcc, boolean dropped) {

    public Recipients {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /// Those of this hand-over, each once, where the header has them.
    public static Recipients of(Head head, List<AddrSpec> addressees) {
        List<AddrSpec> unnamed = new ArrayList<>(addressees);
        List<Correspondent> to = take(head.to(), unnamed);
        List<Correspondent> cc = take(head.cc(), unnamed);
        boolean dropped = strangers(head.to(), addressees) || strangers(head.cc(), addressees);
        List<Correspondent> bcc =
                unnamed.stream().map(one -> new Correspondent(one.toString(), "")).toList();
        // A service may want somebody in `to`, and one alone learns of nobody else there.
        return to.isEmpty() && cc.isEmpty() && bcc.size() == 1
                ? new Recipients(bcc, cc, List.of(), dropped)
                : new Recipients(to, cc, bcc, dropped);
    }

    private static List<Correspondent> take(List<Correspondent> named, List<AddrSpec> unnamed) {
        List<Correspondent> taken = new ArrayList<>();
        for (Correspondent one : named) {
            if (unnamed.removeIf(address -> same(one, address))) {
                taken.add(one);
            }
        }
        return taken;
    }

    private static boolean strangers(List<Correspondent> named, List<AddrSpec> addressees) {
        return named.stream()
                .anyMatch(one -> addressees.stream().noneMatch(address -> same(one, address)));
    }

    private static boolean same(Correspondent one, AddrSpec address) {
        return AddrSpec.parse(one.address()).filter(address::sameMailbox).isPresent();
    }
}
