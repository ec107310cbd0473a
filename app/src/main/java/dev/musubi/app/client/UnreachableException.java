package dev.musubi.app.client;

/** Nobody answered. */
public final class UnreachableException extends RuntimeException {
    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
