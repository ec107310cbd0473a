/** Opens what the app's server sealed for a signature verifier. For the verifier's part of a program alone: here are its keys. */
@NullMarked
package dev.musubi.mynaapp.evidence;

import org.jspecify.annotations.NullMarked;
