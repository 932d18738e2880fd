package dev.postern.account;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Where accounts and devices are kept. Several processes may use it at once. Safe for use by many
/// threads; names are compared without regard to case.
///
/// Every method throws an [IOException] with words for the operator if the store cannot be used.
public interface AccountStore {

    /// Another number after every change of an account, by whatever process.
    long version() throws IOException;

    /// All accounts, by name.
    List<Registered> accounts() throws IOException;

    /// Adds an account; durable when it returns.
    ///
    /// @return whether it was added: if there is one of this name, nothing is changed
    boolean add(Registered account) throws IOException;

    /// Changes an account, with nobody in between; durable when it returns.
    ///
    /// @return whether there is one of this name
    boolean change(String name, UnaryOperator<Registered> change) throws IOException;

    /// Removes an account, and what is known of its devices.
    ///
    /// @return whether there was one of this name
    boolean remove(String name) throws IOException;

    /// All devices, the one last seen first.
    List<Device> devices() throws IOException;

    /// Adds what was seen of devices to what is known of them, and notes when accounts were used.
    ///
    /// @param used by account
    void note(Collection<Device> seen, Map<String, Instant> used) throws IOException;
}
