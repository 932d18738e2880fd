package dev.postern.lab.mail.smtp.desk;

import dev.postern.lab.LabLog;
import dev.postern.lab.directory.Directory;
import dev.postern.lab.exchange.AccessTokens;
import dev.postern.lab.exchange.PostOffice;
import java.time.InstantSource;

/// What all desks work with. Any thread may use it.
public record Premises(
        Directory directory,
        AccessTokens tokens,
        PostOffice postOffice,
        LabLog log,
        InstantSource clock) {}
