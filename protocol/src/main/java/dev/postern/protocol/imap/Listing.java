package dev.postern.protocol.imap;

import java.util.ArrayList;
import java.util.List;

/// Gathers the mailboxes that LIST shows.
final class Listing implements Reply<Answer<List<Folder>>> {

    /// More mailboxes than anybody has; what is beyond is left out.
    private static final int FOLDERS_MAX = 100_000;

    private final List<Folder> folders = new ArrayList<>();

    @Override
    public boolean take(Response.Untagged response) {
        if (!(response instanceof Response.Listed(Folder folder))) {
            return false;
        }
        if (folders.size() < FOLDERS_MAX) {
            folders.add(folder);
        }
        return true;
    }

    @Override
    public Answer<List<Folder>> finish(Completion completion) {
        return Answer.of(completion, () -> List.copyOf(folders));
    }
}
