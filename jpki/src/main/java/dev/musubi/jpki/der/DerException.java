package dev.musubi.jpki.der;

/** Bytes are not the DER that was looked for. The message is fixed and never repeats the bytes. */
public final class DerException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what was wrong, without any of the bytes */
    public DerException(String message) {
        super(message, null, false, false); // thrown on input from outside: no stack trace to pay for
    }
}
