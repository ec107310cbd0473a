package dev.musubi.relyingparty.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a controller or one of its methods: whoever calls is signed in with a private ID that stands on a live anchor.
 *
 * <p>Where that is not known freshly enough, the issuer is asked by its interface for relying parties, if that is set up.
 * Where it is not so, or cannot be told, a browser is sent through the sign-in, re-issue included, and comes back; any
 * other caller gets 401 with a {@link dev.musubi.relyingparty.standing.StepUpChallenge}.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequireStanding {

    /** How old the knowledge may be, an ISO 8601 duration such as {@code PT15M}; empty for that of the last sign-in. */
    String maxAge() default "";
}
