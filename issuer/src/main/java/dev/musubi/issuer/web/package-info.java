/** What all endpoints share: doors, problems, limits. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.web;
