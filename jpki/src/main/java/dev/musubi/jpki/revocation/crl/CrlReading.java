package dev.musubi.jpki.revocation.crl;

/** The outcome of reading a revocation list. */
public sealed interface CrlReading {
    /** The list asked for, signed, in force. */
    record Accepted(Crl crl) implements CrlReading {}

    /** Not to be used. */
    record Refused(CrlFault fault) implements CrlReading {}
}
