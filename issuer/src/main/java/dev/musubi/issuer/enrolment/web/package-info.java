/** Applications over HTTP, for the person who applies. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.enrolment.web;
