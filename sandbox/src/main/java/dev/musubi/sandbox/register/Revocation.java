package dev.musubi.sandbox.register;

import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Instant;

/** That a certificate stopped being good, why and when. It never becomes good again, not even from a hold. */
public record Revocation(RevocationReason reason, Instant at) {}
