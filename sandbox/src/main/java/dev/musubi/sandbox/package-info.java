/**
 * J-LIS in a box: a resident register, the two JPKI authorities, their revocation services, the services offered to
 * signature verifiers, and the residents' cards and phones, reached only over HTTP ports.
 */
@NullMarked
package dev.musubi.sandbox;

import org.jspecify.annotations.NullMarked;
