package dev.postern.lab.mail;

import java.io.IOException;

/// The session ends here: all that is to be said has been said.
public final class SessionOver extends IOException {

    private static final long serialVersionUID = 1;
}
