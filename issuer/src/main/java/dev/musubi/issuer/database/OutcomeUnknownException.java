package dev.musubi.issuer.database;

import org.springframework.transaction.TransactionException;

/**
 * The database went away while a transaction was being committed. Whoever asked may repeat: what was done already is
 * recognised, since one-time things are spent in the transaction of their effect.
 */
public final class OutcomeUnknownException extends TransactionException {
    OutcomeUnknownException(Throwable cause) {
        super("whether the transaction was committed is not known", cause);
    }
}
