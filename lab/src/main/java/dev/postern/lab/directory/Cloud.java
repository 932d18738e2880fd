package dev.postern.lab.directory;

/// The cloud a tenant lives in. The lab is the worldwide one; it refuses tenants of the others as
/// that one does.
public enum Cloud {
    WORLDWIDE,
    GCC_HIGH,
    DOD,
    CHINA
}
