package dev.musubi.issuer.signals;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.privateid.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What relying parties are told of what happened: the one place that says so. It knows states and nothing of causes, so that
 * a move, a renewal and an expired certificate look alike, and so do a death, a withdrawal and a term that ran out; and a
 * pause like a lost card.
 *
 * <table>
 *   <caption>By the state before and after</caption>
 *   <tr><td>any → ENDED</td><td>account-disabled</td></tr>
 *   <tr><td>any → SUSPENDED</td><td>account-disabled</td></tr>
 *   <tr><td>SUSPENDED → ACTIVE</td><td>account-enabled</td></tr>
 *   <tr><td>SUSPENDED → REISSUE_REQUIRED</td><td>account-enabled, reissue-required, assurance-level-change</td></tr>
 *   <tr><td>ACTIVE → REISSUE_REQUIRED</td><td>reissue-required, assurance-level-change</td></tr>
 *   <tr><td>REISSUE_REQUIRED → ACTIVE</td><td>assurance-level-change</td></tr>
 *   <tr><td>a new generation</td><td>reissued, first of all</td></tr>
 * </table>
 */
final class WhatIsTold {

    private WhatIsTold() {}

    /**
     * Of a change of a private ID.
     *
     * @param from the state before; null at its birth, of which nobody is told
     * @param to the state now
     * @param attributesChanged whether the particulars differ from those before; asked where there is a new generation alone
     * @param newGeneration whether there is one
     */
    static List<Signal> of(@Nullable State from, State to, boolean newGeneration, BooleanSupplier attributesChanged) {
        if (from == null) {
            return List.of();
        }
        List<Signal> told = new ArrayList<>();
        if (newGeneration) {
            told.add(Signal.reissued(attributesChanged.getAsBoolean()));
        }
        if (from != to) {
            told.addAll(of(from, to));
        }
        return told;
    }

    private static List<Signal> of(State from, State to) {
        return switch (to) {
            case ENDED, SUSPENDED -> List.of(Signal.of(EventType.ACCOUNT_DISABLED));
            case ACTIVE ->
                from == State.SUSPENDED
                        ? List.of(Signal.of(EventType.ACCOUNT_ENABLED))
                        : List.of(Signal.assurance(Signal.STALE, Signal.CURRENT));
            case REISSUE_REQUIRED ->
                from == State.SUSPENDED
                        ? List.of(
                                Signal.of(EventType.ACCOUNT_ENABLED),
                                Signal.of(EventType.REISSUE_REQUIRED),
                                Signal.assurance(Signal.STALE))
                        : List.of(
                                Signal.of(EventType.REISSUE_REQUIRED), Signal.assurance(Signal.CURRENT, Signal.STALE));
        };
    }

    /** Of a way to sign in that began or ended, for whatever reason; empty for a browser, which is none. */
    static Optional<Signal> of(Credential.Kind kind, boolean began) {
        Optional<String> type = switch (kind) {
            case APP -> Optional.of("app");
            // Which of the two it is, its holder's device knows.
            case PASSKEY -> Optional.of("fido2-platform");
            case CARD -> Optional.of("x509");
            case SESSION -> Optional.empty();
        };
        return type.map(each -> Signal.credential(each, began ? "create" : "revoke"));
    }
}
