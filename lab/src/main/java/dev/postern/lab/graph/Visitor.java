package dev.postern.lab.graph;

import dev.postern.lab.directory.Exchange;
import dev.postern.lab.directory.Tenant;

/// An application that may send as a mailbox.
///
/// @param app its name in the tenant
/// @param address of the mailbox, in lower case
record Visitor(Tenant tenant, String app, String address, Exchange.Mailbox mailbox) {}
