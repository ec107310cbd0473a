package dev.musubi.issuer.signin.jpki;

import java.time.Instant;

/**
 * What an app signs with the user-authentication certificate to sign its holder in.
 *
 * @param ticket to be sent back with the answer
 * @param document what is signed, to the byte: JSON that says in plain words what it is for
 * @param type the {@code typ} of the JWS
 * @param checkWord what both who asks and who signs show before the PIN
 * @param expiresAt until when an answer is taken
 */
public record Challenge(String ticket, String document, String type, String checkWord, Instant expiresAt) {}
