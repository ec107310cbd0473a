package dev.musubi.jpki.revocation.crl;

/** Ends the reading of a list; becomes {@link CrlReading.Refused} at the front door. */
final class CrlFaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final CrlFault fault;

    CrlFaultException(CrlFault fault) {
        super(fault.code(), null, false, false); // thrown on input from outside: no stack trace to pay for
        this.fault = fault;
    }

    CrlFault fault() {
        return fault;
    }
}
