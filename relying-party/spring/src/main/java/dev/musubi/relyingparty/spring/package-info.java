/**
 * Sign-in with a private ID for Spring Boot applications: three endpoints, a session attribute, and an annotation.
 * Settings begin with {@code musubi.relying-party}.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.relyingparty.spring;
