package dev.postern.control;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Local accounts and devices, and what a person may do with them.
///
/// Works beside a running service, which knows of a change within a second. What cannot be done as
/// asked is an [UnusableException]. Used by one thread.
public interface AccountsView {

    /// What an account proves itself with from now on; shown this once.
    ///
    /// @param password empty if it was given, or is the old one
    /// @param accessKey in Base64; empty if there is no new one
    record Issued(String name, Optional<String> password, Optional<String> accessKey) {

        @Override
        public String toString() {
            return name + " ***";
        }
    }

    /// Adds an account.
    ///
    /// @param password empty for one to be made
    Issued add(AccountOrder order, Optional<String> password) throws IOException;

    /// Changes what an account may do; its password and key stay.
    void change(AccountChange change) throws IOException;

    /// Gives an account another password.
    ///
    /// @param keepOthers whether those that it has stay right
    Issued password(String name, Optional<String> password, boolean keepOthers) throws IOException;

    /// Gives an account another access key.
    Issued accessKey(String name) throws IOException;

    /// Lets an account in, or not any more.
    void enable(String name, boolean enabled) throws IOException;

    void remove(String name) throws IOException;

    /// All accounts, by name.
    List<AccountEntry> list() throws IOException;

    /// All devices, the one last seen first.
    List<DeviceEntry> devices() throws IOException;
}
