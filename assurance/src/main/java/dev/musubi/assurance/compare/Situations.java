package dev.musubi.assurance.compare;

import dev.musubi.assurance.Means;
import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.MeansState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Means in use, told by how old things are and not by when they happened: so they can be looked at on any day. */
final class Situations {

    private Situations() {}

    static Means at(
            String kind, MeansState state, Map<Age, Duration> ages, @Nullable String authenticator, Instant at) {
        return Means.of(kind)
                .in(state)
                .checked(ago(ages, Age.CHECKED, at))
                .proofed(ago(ages, Age.PROOFED, at))
                .attributes(null, ago(ages, Age.ATTRIBUTES, at))
                .authenticated(authenticator, authenticator == null ? null : ago(ages, Age.AUTHENTICATED, at));
    }

    private static @Nullable Instant ago(Map<Age, Duration> ages, Age age, Instant at) {
        Duration old = ages.get(age);
        return old == null ? null : at.minus(old);
    }
}
