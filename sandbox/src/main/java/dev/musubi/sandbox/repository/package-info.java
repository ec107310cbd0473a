/** Revocation information and authority certificates, as anybody on the network may fetch them. */
@NullMarked
package dev.musubi.sandbox.repository;

import org.jspecify.annotations.NullMarked;
