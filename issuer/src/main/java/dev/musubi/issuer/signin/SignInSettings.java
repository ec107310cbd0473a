package dev.musubi.issuer.signin;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of signing in.
 *
 * @param origin the origin of the residents' door as browsers see it; its host is the passkeys' RP ID, so it is a name
 *     and not an address of numbers
 * @param name the name a device shows beside a passkey
 * @param sessionTerm how long a browser stays signed in
 * @param challengeTerm how long a challenge to a passkey, or to an app, is good for
 * @param testHolder true lets anybody sign in as the fixed holder of a conformance test; never outside one
 */
@ConfigurationProperties("musubi.sign-in")
public record SignInSettings(
        @DefaultValue("https://localhost:8443") URI origin,
        @DefaultValue("結び 民間ID") String name,
        @DefaultValue("PT12H") Duration sessionTerm,
        @DefaultValue("PT5M") Duration challengeTerm,
        @DefaultValue("false") boolean testHolder) {}
