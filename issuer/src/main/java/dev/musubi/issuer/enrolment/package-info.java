/** From a signed application to a private ID. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.enrolment;
