/** Ways in which the sandbox's services misbehave when told to. */
@NullMarked
package dev.musubi.sandbox.fault;

import org.jspecify.annotations.NullMarked;
