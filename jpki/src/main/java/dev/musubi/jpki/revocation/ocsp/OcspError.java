package dev.musubi.jpki.revocation.ocsp;

/** The errors of OCSPResponseStatus (RFC 6960 section 4.2.1). An error response is not signed. */
public enum OcspError {
    /** 1. */
    MALFORMED_REQUEST(1),
    /** 2. */
    INTERNAL_ERROR(2),
    /** 3. */
    TRY_LATER(3),
    /** 5. */
    SIG_REQUIRED(5),
    /** 6. */
    UNAUTHORIZED(6);

    private final int code;

    OcspError(int code) {
        this.code = code;
    }

    /** The OCSPResponseStatus value. */
    public int code() {
        return code;
    }

    /** The DER of the whole response. */
    public byte[] response() {
        return new byte[] {0x30, 0x03, 0x0a, 0x01, (byte) code};
    }
}
